export const locales = ['en', 'he'] as const
export type Locale = (typeof locales)[number]
export const localeCookie = 'countersign-locale'

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

export const direction = (locale: Locale): 'ltr' | 'rtl' => (locale === 'he' ? 'rtl' : 'ltr')

/** What the person set wins, then this browser's cookie, then what the browser asks for. */
export function chooseLocale(wish: { user?: unknown; cookie?: unknown; acceptLanguage?: string | null }): Locale {
  if (isLocale(wish.user)) return wish.user
  if (isLocale(wish.cookie)) return wish.cookie
  return accepted(wish.acceptLanguage ?? '') ?? 'en'
}

function accepted(header: string): Locale | undefined {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined)
      const language = tag.split('-')[0]
      return { language: language === 'iw' ? 'he' : language, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter((wish) => wish.quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map((wish) => wish.language)
    .find(isLocale)
}
