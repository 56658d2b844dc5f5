import { AppError } from '@/lib/errors'
import { refuse } from '@/lib/transact'

/** A passkey counts its uses. One that counts less than it did has a copy, or lies: it proves nothing, and that is worth an entry. */
export class CounterWentBack extends AppError {
  constructor(
    readonly passkeyId: string,
    readonly counted: { was: number; said: number },
  ) {
    super('forbidden', 'This passkey counts fewer uses than before, as a copy would. Its answer was not taken; tell an admin.', { state: 'passkey_counter' })
  }
}

/** Commits the entry, then refuses; anything else goes on its way. */
export function keepWentBack(error: unknown) {
  if (!(error instanceof CounterWentBack)) throw error
  const { passkeyId, counted } = error
  return refuse(error, { kind: 'auth', event: 'passkey.counter_went_back', success: false, output: { passkey_id: passkeyId, ...counted } })
}
