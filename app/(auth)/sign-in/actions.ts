'use server'
import { getTranslations } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import { redirect, unstable_rethrow } from 'next/navigation'
import { z } from 'zod'
import { failed, invalidForm, refuse } from '@/app/action-failure'
import { readForm, typedValues } from '@/app/form-data'
import { safePath } from '@/app/next-page'
import { originRefusal } from '@/app/origin'
import { visitOf } from '@/app/request-context'
import type { ActionResult, FormAction } from '@/components/ui/action-result'
import { currentSession } from '@/lib/auth/session'
import { sealSession, SESSION_SECONDS, sessionCookie } from '@/lib/auth/session-cookie'
import { signIn as proveAndOpen, type SignInResult } from '@/lib/auth/sign-in'
import { signOut } from '@/lib/auth/sign-out'
import { Email, Password } from '@/lib/users/schema'

const Form = z.object({ email: Email, password: Password, next: z.string().optional() }).strict()

/** The one action that nobody has to be signed in for; everything else goes through defineAction. */
export const signIn: FormAction = async (_previous, data) => {
  const sent = await headers()
  const visit = visitOf(sent)
  const circumstance = { requestId: visit.requestId, values: data instanceof FormData ? typedValues(data) : {} }
  try {
    if (originRefusal(sent)) return await refuse('bad_origin', circumstance)
    const parsed = Form.safeParse(data instanceof FormData ? readForm(Form, data) : {}, { reportInput: true })
    if (!parsed.success) return await invalidForm(parsed.error, circumstance)

    const before = await currentSession()
    const result = await proveAndOpen(parsed.data, visit)
    if (!result.ok) return await refused(result, circumstance)
    if (before) await signOut(before, visit)
    const token = await sealSession(result.sessionId)
    ;(await cookies()).set(sessionCookie.name, token, { ...sessionCookie.options, maxAge: SESSION_SECONDS })
    redirect(safePath(parsed.data.next) ?? '/')
  } catch (error) {
    unstable_rethrow(error)
    return failed(error, circumstance)
  }
}

type Refusal = Extract<SignInResult, { ok: false }>
type Circumstance = Pick<Extract<ActionResult, { ok: false }>, 'requestId' | 'values'>

async function refused(refusal: Refusal, circumstance: Circumstance): Promise<ActionResult> {
  const t = await getTranslations('signIn')
  const throttled = refusal.reason === 'throttled'
  const message = throttled ? t('throttled', { minutes: Math.ceil(refusal.retryAfterS / 60) }) : t(refusal.reason)
  const code = throttled ? 'rate_limited' : 'unauthenticated'
  return { ok: false, code, message, fieldErrors: {}, ...circumstance, at: Date.now() }
}
