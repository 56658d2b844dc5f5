// By this its text is known: a bundler may load this module twice, and a list would be two lists.
const FIRST = 'unnest((SELECT $1::'

const partsOf = (columns: string) => columns.split(',').map((column) => column.trim().split(' ') as [name: string, type: string])
export const namesOf = (columns: string) => partsOf(columns).map(([name]) => name).join(', ')

/**
 * A statement about rows that come as `alias`, one or many: `before` ends with FROM, `columns` are `name type` in the order of a row's
 * values. Its text is the same for any number of rows, so it is prepared once. A read gets its number as the column `n` and answers it as such.
 */
export function perRow(before: string, alias: string, columns: string, after = ''): string {
  // Each from a SELECT of its own: a planner that sees how many rows there are would plan anew every time.
  const given = partsOf(columns).map(([, type], index) => `(SELECT $${index + 1}::${type}[])`)
  return `${before} unnest(${given.join(', ')}) AS ${alias} (${namesOf(columns)}) ${after}`
}

/** Rows for one table, whose columns are named as its own. */
export const insertPerRow = (table: string, columns: string): string => perRow(`INSERT INTO ${table} (${namesOf(columns)}) SELECT ${namesOf(columns)} FROM`, 'new', columns)

export const isPerRow = (text: string): boolean => text.includes(FIRST)

/** The parameters for these rows: column by column. */
export const inColumns = (rows: readonly (readonly unknown[])[]): unknown[][] => (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]))
