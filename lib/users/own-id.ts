import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** The person who acts; agents and the system have no account of their own. */
export function ownId({ actor }: Ctx): string {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person has an account.')
  return actor.id
}
