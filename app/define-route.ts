import { can, type PersonPermission } from '@/lib/auth/permissions'
import { currentSession, type Session } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { asAppError } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { PROBLEMS, type ProblemCode } from '@/packages/sdk/contract/problem'
import { originRefusal } from './origin'
import { requestContext } from './request-context'

const PRIVATE = { 'cache-control': 'no-store' }

/**
 * THE way to write a route of the desk (what pages fetch; agents have the gateway). It checks the session, the permission and,
 * where something is changed, the Origin; then runs the handler. Errors become `{code, detail}` with their status.
 */
export function defineRoute(
  permission: PersonPermission | 'signed_in',
  handle: (ctx: Ctx, request: Request, session: Session) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      if (request.method !== 'GET' && originRefusal(request.headers)) return refusal('forbidden', 'This did not come from a page of the desk.')
      const session = await currentSession()
      if (!session || session.user.mustChangePassword) return refusal('unauthenticated', 'Sign in first.')
      if (permission !== 'signed_in' && !can(session.roles, permission)) return refusal('forbidden', 'Your roles do not allow this.')
      return await handle(await requestContext(session), request, session)
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error instanceof AppError) return refusal(error.code, error.detail)
      throw error
    }
  }
}

const refusal = (code: ProblemCode, detail: string) => Response.json({ code, detail }, { status: PROBLEMS[code].status, headers: PRIVATE })

export const answer = (value: unknown) => Response.json(value, { headers: PRIVATE })
