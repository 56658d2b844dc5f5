import { can, type PersonPermission } from '@/lib/auth/permissions'
import { currentSession, type Session } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { asAppError } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { originRefusal } from './origin'
import { isNavigation, refusalPage } from './refusal-page'
import { requestContext } from './request-context'

const PRIVATE = { 'cache-control': 'no-store' }

/**
 * THE way to write a route of the desk (what pages fetch; agents have the gateway). It checks the session, the permission and,
 * where something is changed, the Origin; then runs the handler. Errors become `{code, detail}` with their status, or a page where the browser itself asked.
 */
export function defineRoute(
  permission: PersonPermission | 'signed_in',
  handle: (ctx: Ctx, request: Request, session: Session) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      if (request.method !== 'GET' && originRefusal(request.headers)) throw new AppError('forbidden', 'This did not come from a page of the desk.')
      const session = await currentSession()
      if (!session || session.user.mustChangePassword) throw new AppError('unauthenticated', 'Sign in first.')
      if (permission !== 'signed_in' && !can(session.roles, permission)) throw new AppError('forbidden', 'Your roles do not allow this.')
      return await handle(await requestContext(session), request, session)
    } catch (thrown) {
      const error = asAppError(thrown)
      if (!(error instanceof AppError)) throw error
      return isNavigation(request) ? refusalPage(request, error) : Response.json({ code: error.code, detail: error.detail }, { status: error.status, headers: PRIVATE })
    }
  }
}

export const answer = (value: unknown) => Response.json(value, { headers: PRIVATE })
