import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { findSession } from '@/lib/auth/find-session'
import type { Visit } from '@/lib/auth/open-session'
import { authSecret, SESSION_SECONDS, sessionCookie, TOKEN_SECONDS } from '@/lib/auth/session-cookie'
import { signIn } from '@/lib/auth/sign-in'
import { signOut } from '@/lib/auth/sign-out'

/** next-auth's route, for one visit: the door has read where it comes from. */
export function authOptions(visit: Visit): AuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: { maxAge: TOKEN_SECONDS },
    cookies: { sessionToken: sessionCookie },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/account' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (sent) => {
          const { email = '', password = '' } = sent ?? {}
          // The message becomes ?error= on the sign-in page, so nothing internal may be in it.
          const result = await signIn({ email, password }, visit).catch(() => ({ ok: false, reason: 'unavailable' }) as const)
          if (!result.ok) throw new Error(result.reason)
          return { id: result.userId, sid: result.sessionId }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: 'sid' in (user ?? {}) ? (user as { sid?: string }).sid : token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const session = typeof token.sid === 'string' ? await findSession(token.sid) : null
        if (session) await signOut(session, visit)
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  }
}
