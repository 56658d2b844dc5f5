import { createHash } from 'node:crypto'
import type pg from 'pg'
import { inColumns, isPerRow } from './per-row'

// Named after the text: a bundler may load this module twice over the one pool, and a number would then mean two statements.
const names = new Map<string, string>()
function statementName(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url')))
  return name
}

/** The statements for all these rows: one where it is per row, else one for each. */
export function inBulk(text: string, rows: readonly (readonly unknown[])[]): pg.QueryConfig[] {
  const all = isPerRow(text) && rows.length > 0 ? [inColumns(rows)] : rows
  return all.map((values) => ({ name: statementName(text), text, values: [...values] }))
}

export const prepared = (text: string, values: readonly unknown[] = []): pg.QueryConfig => inBulk(text, [values])[0] as pg.QueryConfig
