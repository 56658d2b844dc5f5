import '@/worker/as-worker'
import { afterAll, expect, test } from 'vitest'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { forgetOldChallenges } from '@/lib/passkeys/forget-challenges'
import { rewrite } from '@/tests/support/people'

afterAll(closeDb)

const PUT = `INSERT INTO passkey_challenges (id, user_id, session_id, purpose, challenge, expires_at)
  VALUES ($1, $2, $3, 'enrol', $4, clock_timestamp() - make_interval(hours => $5))`
const left = () => query<{ id: string }>('SELECT id FROM passkey_challenges ORDER BY expires_at')

test('questions older than a day are forgotten by the worker, who cannot read what they asked', async () => {
  const [old, recent] = [newId(), newId()]
  await rewrite(PUT, [old, newId(), newId(), 'a'.repeat(43), 25])
  await rewrite(PUT, [recent, newId(), newId(), 'b'.repeat(43), 23])
  expect(await left()).toEqual([{ id: old }, { id: recent }])
  await forgetOldChallenges()
  expect(await left()).toEqual([{ id: recent }])
  await expect(query('SELECT challenge FROM passkey_challenges')).rejects.toThrow('permission denied')
})
