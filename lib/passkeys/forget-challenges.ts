import { query } from '@/lib/db'

/** Old questions: what was answered is kept whole with its decision. */
export async function forgetOldChallenges(): Promise<void> {
  await query(`DELETE FROM passkey_challenges WHERE expires_at < clock_timestamp() - interval '1 day'`)
}
