import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { FormAction } from '@/components/ui/action-result'
import { can, type PersonPermission } from '@/lib/auth/permissions'
import { currentSession, type Session } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { failed, invalidForm, refuse } from './action-failure'
import { readForm, typedValues } from './form-data'
import { originRefusal } from './origin'
import { requestContext, requestIdOf } from './request-context'

/**
 * `signed_in`: any member, for what concerns only oneself (theme, own sessions).
 * `password_change`: the same, and open while a one-time password must still be changed.
 */
export type Gate = PersonPermission | 'signed_in' | 'password_change'

/**
 * THE way to write a server action. It checks the Origin, the session, the permission and the form,
 * then runs the verb; errors come back as a result, so what was typed stays in the form.
 *
 * @example
 * // app/(desk)/agents/actions.ts
 * 'use server'
 * export const createAgent = defineAction(CreateAgentForm, 'agents.change', async (ctx, input) => {
 *   const agent = await create(ctx, input)   // a lib verb; may throw AppError
 *   revalidatePath('/agents')
 *   redirect(`/agents/${agent.id}`)          // redirect(), notFound() pass through
 * })
 * // a client leaf; works before hydration
 * <ActionForm action={createAgent}>
 *   <Field name="name" label={t('name')}><Input required /></Field>
 *   <SubmitButton>{t('create')}</SubmitButton>
 * </ActionForm>
 *
 * The schema is a flat z.object of strings as a form sends them (z.coerce, z.stringbool, `checkbox()`
 * of app/form-fields.ts); array fields collect repeated names. Unknown fields are refused.
 * A custom message that is a key of errors.field (`'slug'`) is translated.
 */
export function defineAction<S extends z.ZodObject, T = undefined>(
  schema: S,
  gate: Gate,
  handler: (ctx: Ctx, input: z.output<S>, session: Session) => Promise<T>,
): FormAction<T> {
  const form = schema.strict()
  return async (_previous, data) => {
    const sent = await headers()
    const values = data instanceof FormData ? typedValues(data) : {}
    const circumstance = { requestId: requestIdOf(sent), values }
    try {
      if (originRefusal(sent)) return await refuse('bad_origin', circumstance)
      const session = await currentSession()
      if (!session) return await refuse('unauthenticated', circumstance)
      if (session.user.mustChangePassword && gate !== 'password_change')
        return await refuse('password_change_required', circumstance)
      if (gate !== 'signed_in' && gate !== 'password_change' && !can(session.roles, gate))
        return await refuse('forbidden', circumstance)

      const parsed = form.safeParse(data instanceof FormData ? readForm(schema, data) : {}, { reportInput: true })
      if (!parsed.success) return await invalidForm(parsed.error, circumstance)
      const ctx = { ...(await requestContext(session)), requestId: circumstance.requestId }
      return { ok: true, value: await handler(ctx, parsed.data as z.output<S>, session), at: Date.now() }
    } catch (error) {
      unstable_rethrow(error)
      return failed(error, circumstance)
    }
  }
}
