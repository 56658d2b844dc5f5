import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import type { ActionResult, FormValues } from '@/components/ui/action-result'
import { asAppError } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'

type Failure = Extract<ActionResult, { ok: false }>
interface Circumstance {
  requestId: string
  values: FormValues
}

/** A refusal that the wrapper itself decides on. */
export async function refuse(
  code: 'unauthenticated' | 'forbidden' | 'bad_origin' | 'password_change_required',
  { requestId, values }: Circumstance,
): Promise<Failure> {
  const t = await getTranslations('errors')
  return { ok: false, code, message: t(`code.${code}`), fieldErrors: {}, values, requestId, at: Date.now() }
}

export async function invalidForm(error: z.ZodError, circumstance: Circumstance): Promise<Failure> {
  const t = await getTranslations('errors')
  const fieldErrors: Record<string, string> = {}
  let message = t('code.invalid')
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    if (issue.code === 'unrecognized_keys') message = t('unknownField', { name: issue.keys.join(', ') })
    else if (field && !(field in fieldErrors)) fieldErrors[field] = sentence(t, issue)
    else if (!field) message = sentence(t, issue)
  }
  return { ok: false, code: 'invalid', message, fieldErrors, ...circumstance, at: Date.now() }
}

type Translate = Awaited<ReturnType<typeof getTranslations<'errors'>>>

function sentence(t: Translate, issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return known(t, issue.message)
  const empty = issue.input === undefined || issue.input === ''
  if (empty || (issue.code === 'too_small' && issue.origin === 'string' && Number(issue.minimum) <= 1))
    return t('field.required')
  if (issue.code === 'too_small') return t(`field.too_small_${sized(issue.origin)}`, { minimum: Number(issue.minimum) })
  if (issue.code === 'too_big') return t(`field.too_big_${sized(issue.origin)}`, { maximum: Number(issue.maximum) })
  if (issue.code === 'invalid_format' && issue.format === 'email') return t('field.email')
  // A schema may name a key of errors.field as its message: z.string().regex(slug, 'slug')
  return known(t, issue.message, t('field.invalid'))
}

const sized = (origin: string) =>
  origin === 'string' ? 'string' : origin === 'array' || origin === 'set' ? 'list' : 'number'

function known(t: Translate, message: string, otherwise = message): string {
  const key = `field.${message}`
  return /^[a-z][a-z_]*$/.test(message) && t.has(key as 'field.invalid') ? t(key as 'field.invalid') : otherwise
}

/** AppErrors become a sentence; anything else is logged and answered with the request id only. */
export async function failed(thrown: unknown, { requestId, values }: Circumstance): Promise<Failure> {
  const t = await getTranslations('errors')
  const error = asAppError(thrown)
  if (!(error instanceof AppError)) {
    log.error({ requestId, err: error }, 'server action failed')
    return {
      ok: false, code: 'internal', message: t('code.internal', { requestId }),
      fieldErrors: {}, values, requestId, at: Date.now(),
    }
  }
  const fieldErrors: Record<string, string> = {}
  for (const { path, message } of error.more.errors ?? []) fieldErrors[fieldOf(path)] ??= known(t, message)
  const key = `code.${error.code}`
  // A refusal that names its state and has words for it needs no others.
  const state = `state.${error.more.state}`
  const stated = t.has(state as 'state.passkey_missing')
  return {
    ok: false,
    code: error.code,
    message: stated ? t(state as 'state.passkey_missing') : t.has(key as 'code.internal') ? t(key as 'code.internal', { requestId }) : error.detail,
    detail: stated ? undefined : error.detail,
    fieldErrors,
    errors: error.more.errors?.map(({ path, message, rule }) => ({ path, message: rule ? t(`schema.${rule.keyword}`, { fits: rule.fits }) : message })),
    values,
    state: error.more.state,
    requestId,
    at: Date.now(),
  }
}

/** The form field that a JSON pointer such as `/settings/max` is about. */
const fieldOf = (pointer: string) => pointer.replace(/^\//, '').split('/')[0] ?? pointer
