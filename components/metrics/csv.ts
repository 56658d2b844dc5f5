const FORMULA = /^[=+\-@\t\r\n]/

export type CsvRow = readonly (string | number | null)[]

/** RFC 4180; a text that a spreadsheet would run as a formula is kept a text. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (rows: readonly CsvRow[]): string =>
  // Spreadsheets read a file without the mark as their own code page, which breaks Hebrew.
  `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
