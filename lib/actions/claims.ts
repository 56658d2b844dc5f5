import { AppError } from '@/lib/errors'
import type { Amount, SubmitBody } from '@/packages/sdk/contract/actions'
import type { JsonValue } from '@/packages/sdk/contract/json'
import { levelNumber } from '@/lib/actions/view'

const COMMIT = 3

/** A claim may only raise scrutiny: the highest of the tool's level, the claimed one, and L3 for `COMMIT_*`. */
export function effectiveLevel(toolLevel: number, body: Pick<SubmitBody, 'trust_level' | 'action_type'>): number {
  const claimed = body.trust_level ? levelNumber(body.trust_level) : 0
  const committed = body.action_type?.startsWith('COMMIT_') ? COMMIT : 0
  return Math.max(toolLevel, claimed, committed)
}

/** RFC 6901 look-up; undefined where the path leads nowhere. Own keys only. */
function at(value: JsonValue, path: string): JsonValue | undefined {
  let here: JsonValue | undefined = value
  for (const part of path.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string, JsonValue>)[key]
  }
  return here
}

/**
 * The amount as the arguments have it, in integer minor units; null when the tool names none or it is not a whole number of zero or more.
 * A claimed amount that differs throws `claim_mismatch`.
 */
export function readAmount(tool: { amount_path: string | null; currency: string | null }, body: Pick<SubmitBody, 'args' | 'amount'>): Amount | null {
  const { amount: claim, args } = body
  if (!tool.amount_path || !tool.currency) {
    if (claim) throw mismatch('This tool has no amount, so none can be claimed.')
    return null
  }
  const value = at(args, tool.amount_path)
  const read = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? { value, currency: tool.currency } : null
  if (claim && (claim.value !== read?.value || claim.currency !== read.currency)) {
    throw mismatch(read ? `The arguments say ${read.value} ${read.currency}.` : `The arguments hold no amount at ${tool.amount_path}.`)
  }
  return read
}

const mismatch = (detail: string) =>
  new AppError('claim_mismatch', `The claimed amount differs. ${detail}`, { errors: [{ path: '/amount', message: detail }] })
