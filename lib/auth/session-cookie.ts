import { decode, encode } from 'next-auth/jwt'
import { SESSION_HOURS } from '@/lib/auth/limits'
import { deskUrl, env } from '@/lib/env'

const secure = deskUrl().startsWith('https:')

/** One cookie, the same whether next-auth's route or our form wrote it. */
export const sessionCookie = {
  name: `${secure ? '__Host-' : ''}countersign-session`,
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
} as const

export const SESSION_SECONDS = SESSION_HOURS * 3600

export function authSecret(): string {
  if (!env.NEXTAUTH_SECRET) throw new Error('NEXTAUTH_SECRET is not set: start with `npm start`, or set it')
  return env.NEXTAUTH_SECRET
}

// The session's row says when it ends, by the database's clock. The token must not end earlier because a desk's clock is wrong.
export const TOKEN_SECONDS = 400 * 86_400

/** next-auth's encrypted token; it carries a session id and nothing that could go stale. */
export const sealSession = (sessionId: string) =>
  encode({ token: { sid: sessionId }, secret: authSecret(), maxAge: TOKEN_SECONDS })

/** The session id in the cookie, or null for anything that we did not make. */
export async function unsealSession(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null
  const token = await decode({ token: cookie, secret: authSecret() }).catch(() => null)
  return typeof token?.sid === 'string' ? token.sid : null
}
