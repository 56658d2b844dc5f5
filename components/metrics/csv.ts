const FORMULA = /^[=+\-@\t\r\n]/
const NUMBER = /^-?\d+(\.\d+)?$/

/** RFC 4180; what a spreadsheet would run as a formula is written as text. */
function cell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A table as it is shown, with its numbers as numbers (`data-value`) instead of words. */
export function csvOf(table: HTMLTableElement): string {
  const rows = [...table.rows].map((row) => [...row.cells].map((each) => cell(each.dataset.value ?? each.textContent.trim())).join(','))
  // Spreadsheets read a file without the mark as their own code page, which breaks Hebrew.
  return `\uFEFF${rows.map((row) => `${row}\r\n`).join('')}`
}
