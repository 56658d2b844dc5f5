import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { awayCookie, isBackground } from '@/lib/auth/away'
import { findSession, type Session } from '@/lib/auth/find-session'
import { sessionCookie, unsealSession } from '@/lib/auth/session-cookie'

export type { Session } from '@/lib/auth/find-session'

/** Who is asking; null when nobody is signed in. One look per request, none kept between requests. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const sessionId = await unsealSession(jar.get(sessionCookie.name)?.value)
  return sessionId ? findSession(sessionId, { use: !isBackground(jar.get(awayCookie)?.value, sent.get('accept')) }) : null
})
