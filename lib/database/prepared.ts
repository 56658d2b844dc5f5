import { createHash } from 'node:crypto'
import type pg from 'pg'

// Named after the text: a bundler may load this module twice over the one pool, and a number would then mean two statements.
const names = new Map<string, string>()
function statementName(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url')))
  return name
}

export const prepared = (text: string, values: readonly unknown[] = []): pg.QueryConfig => ({ name: statementName(text), text, values: [...values] })
