import type pg from 'pg'
import { prepared } from './prepared'

/** Each size is a statement to prepare, so there are few: rows go in as many of the largest as fit, then in smaller ones. */
const SIZES = [32, 16, 8, 4, 2, 1]

const known = new Map<string, ReadonlyMap<number, string>>()

/**
 * A statement about one row, of which many may travel as one: `before` ends with VALUES, `tuple` has `$1` to `$n` in parentheses.
 * Answers its text for one row, by which `inBulk` knows it. A read gets its number as `$1` and answers it as its column `n`.
 */
export function perRow(before: string, tuple: string, after = ''): string {
  const width = Math.max(...Array.from(tuple.matchAll(/\$(\d+)/g), ([, n]) => Number(n)))
  const at = (row: number) => tuple.replace(/\$(\d+)/g, (_, n) => `$${Number(n) + row * width}`)
  const text = (size: number) => `${before} ${Array.from({ length: size }, (_, row) => at(row)).join(', ')} ${after}`
  known.set(text(1), new Map(SIZES.map((size) => [size, text(size)])))
  return text(1)
}

export const isPerRow = (text: string): boolean => known.has(text)

/** The statements for all these rows; one for each where the statement is not per row. */
export function inBulk(text: string, rows: readonly (readonly unknown[])[]): pg.QueryConfig[] {
  const texts = known.get(text) ?? new Map([[1, text]])
  const statements: pg.QueryConfig[] = []
  for (let from = 0; from < rows.length; ) {
    const size = SIZES.find((each) => texts.has(each) && each <= rows.length - from) ?? 1
    statements.push(prepared(texts.get(size) ?? text, rows.slice(from, from + size).flat()))
    from += size
  }
  return statements
}
