import type { Actor, Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** The person who acts, in the browser they act in: a ceremony's answer counts in no other session. */
export function personOf({ actor }: Ctx): Extract<Actor, { kind: 'user' }> {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person has passkeys.')
  return actor
}
