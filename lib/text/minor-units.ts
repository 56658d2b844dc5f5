/** Plain digits, or groups of three behind commas. */
const NUMBER = /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d+))?$/

/** How many digits a currency has after the point: 2 for USD, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Typed major units as integer minor units: ("500.50", "USD") is 50050. Exact, by digits; null when it is no such amount. */
export function toMinorUnits(typed: string, currency: string): number | null {
  const match = NUMBER.exec(typed.trim())
  if (!match) return null
  const [, whole = '', fraction = ''] = match
  const places = minorDigits(currency)
  if (fraction.length > places && /[1-9]/.test(fraction.slice(places))) return null
  const minor = Number(whole.replaceAll(',', '') + fraction.slice(0, places).padEnd(places, '0'))
  return Number.isSafeInteger(minor) ? minor : null
}

/** The other way, for an input: (50050, "USD") is "500.50". */
export function fromMinorUnits(minor: number, currency: string): string {
  const places = minorDigits(currency)
  const digits = String(minor).padStart(places + 1, '0')
  return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits
}
