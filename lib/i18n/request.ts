import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { currentSession } from '@/lib/auth/session'
import { chooseLocale, localeCookie } from './locales'
import en from './messages/en'
import he from './messages/he'

type Tree = { [key: string]: string | Tree }

/** A missing Hebrew string shows its English one; a test keeps the two catalogues equal. */
const catalogues = { en, he: fallBack(en, he) }

export default getRequestConfig(async () => {
  // Words must not need the database: without it, there is something to say. Whoever needs the session asks for it, and fails.
  const [session, jar, sent] = await Promise.all([currentSession().catch(() => null), cookies(), headers()])
  const locale = chooseLocale({
    user: session?.user.locale,
    cookie: jar.get(localeCookie)?.value,
    acceptLanguage: sent.get('accept-language'),
  })
  return { locale, messages: catalogues[locale], now: new Date(), timeZone: 'UTC' }
})

function fallBack<T extends object>(base: T, translated: object): T {
  const merged = { ...base } as Tree
  for (const [key, value] of Object.entries(translated as Tree)) {
    const known = merged[key]
    merged[key] = isTree(known) && isTree(value) ? fallBack(known, value) : value
  }
  return merged as T
}

// A message that was parsed when the desk was built is an array.
function isTree(value: string | Tree | undefined): value is Tree {
  return typeof value === 'object' && !Array.isArray(value)
}
