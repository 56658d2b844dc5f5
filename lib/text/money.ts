const places = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Integer minor units as people read them: (184000, 'USD') is "$1,840.00". Exact at any size: no float on the way. */
export function formatMoney(minor: number, currency: string, locale = 'en'): string {
  const scale = places(currency)
  const digits = BigInt(minor).toString().padStart(scale + 1, '0')
  const decimal = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimal as Intl.StringNumericLiteral)
}
