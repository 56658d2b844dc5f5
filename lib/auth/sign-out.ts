import type { Session } from '@/lib/auth/find-session'
import type { Visit } from '@/lib/auth/open-session'
import { revokeSession } from '@/lib/users/revoke-session'

/** Ends the session itself, not just the cookie. */
export const signOut = (session: Session, visit: Visit) =>
  revokeSession(
    {
      ...visit,
      workspace: session.workspace.id,
      actor: { kind: 'user', id: session.user.id, email: session.user.email, roles: session.roles, sessionId: session.sessionId },
    },
    { sessionId: session.sessionId },
  )
