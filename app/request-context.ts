import { headers } from 'next/headers'
import type { Visit } from '@/lib/auth/open-session'
import type { Session } from '@/lib/auth/session'
import { asWorkspaceId, type Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'

/** The context of this request for a signed-in person: who, in which workspace, from where. */
export async function requestContext(session: Session): Promise<Ctx> {
  const sent = await headers()
  return {
    workspace: asWorkspaceId(session.workspace.id),
    actor: {
      kind: 'user',
      id: session.user.id,
      email: session.user.email,
      roles: session.roles,
      sessionId: session.sessionId,
    },
    ...visitOf(sent),
  }
}

/** Where a request comes from, signed in or not. */
export function visitOf(sent: Pick<Headers, 'get'>): Visit {
  return {
    requestId: requestIdOf(sent),
    ip: clientAddress(sent),
    userAgent: sent.get('user-agent')?.slice(0, 512) ?? undefined,
  }
}

/** proxy.ts gives every request an id and overwrites what a client sent. */
export function requestIdOf(sent: Pick<Headers, 'get'>): string {
  return sent.get('x-request-id') ?? newId()
}

/** The last hop is the one that our own balancer (or Next itself) wrote; earlier ones are claims. */
export function clientAddress(sent: Pick<Headers, 'get'>): string | undefined {
  return sent.get('x-forwarded-for')?.split(',').at(-1)?.trim() || undefined
}
