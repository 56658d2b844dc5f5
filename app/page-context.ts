import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { can, type PersonPermission } from '@/lib/auth/permissions'
import { currentSession, type Session } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { signInAddress } from './next-page'
import { requestContext } from './request-context'

export interface PageContext {
  session: Session
  ctx: Ctx
}

/**
 * First line of every page of the desk: `const { session, ctx } = await requirePage('agents.read')`.
 * No session -> /sign-in; a one-time password -> /change-password; without the permission -> 403 screen.
 */
export async function requirePage(permission: PersonPermission | 'signed_in'): Promise<PageContext> {
  const session = await currentSession()
  if (!session) redirect(signInAddress(await headers()))
  if (session.user.mustChangePassword) redirect('/change-password')
  if (permission !== 'signed_in' && !can(session.roles, permission)) forbidden()
  return { session, ctx: await requestContext(session) }
}
