import type { AuditInput } from '@/lib/audit/append'
import { asWorkspaceId, systemCtx } from '@/lib/context'
import { query, type Tx } from '@/lib/db'
import { newId } from '@/lib/ids'
import { loadSigner } from '@/lib/signing/load'
import { PURPOSES, type Purpose, type Signer } from '@/lib/signing/signer'
import { transact, unchanged } from '@/lib/transact'

const ACTIVE = `SELECT 1 FROM signing_keys WHERE kid = $1 AND retired_at IS NULL`
// A retired key that comes back (a restored backup) is active again.
const INSERT = `
  INSERT INTO signing_keys (kid, purpose, public_key) VALUES ($1, $2, $3)
  ON CONFLICT (kid) DO UPDATE SET retired_at = NULL WHERE signing_keys.retired_at IS NOT NULL
  RETURNING kid`
const RETIRE = `
  UPDATE signing_keys SET retired_at = clock_timestamp() WHERE purpose = $1 AND kid <> $2 AND retired_at IS NULL
  RETURNING kid`
const OLDEST_WORKSPACE = `SELECT id FROM workspaces ORDER BY created_at, id LIMIT 1`

// The last one only: a key that comes back after another must be looked up again.
const registered: Partial<Record<Purpose, string>> = {}

/**
 * Sees to it that the public half of an active key is in the database before anything signed with it is.
 * In the caller's transaction; what it hands back belongs among the caller's audit entries.
 */
export async function registerKey({ sql }: Pick<Tx, 'sql'>, purpose: Purpose, { kid, publicKey }: Signer): Promise<AuditInput[]> {
  if (registered[purpose] === kid) return []
  // Remembered only once somebody's commit has made it true: this transaction may still fail.
  const [known] = await sql(ACTIVE, [kid])
  if (known) {
    registered[purpose] = kid
    return []
  }
  delete registered[purpose]
  const [added] = await sql(INSERT, [kid, purpose, publicKey])
  if (!added) return []
  const retired = (await sql<{ kid: string }>(RETIRE, [purpose, kid])).map((row) => row.kid)
  return [
    {
      kind: 'system',
      event: 'signing_key.registered',
      by: 'system:signer',
      output: { purpose, kid, public_key: Buffer.from(publicKey).toString('base64') },
      changes: [{ field: `${purpose}_key`, old: retired.join(' ') || null, new: kid }],
    },
  ]
}

/** At a start, and now and then: registers whatever keys are active by now, in the log of the first workspace. */
export async function registerKeys(): Promise<void> {
  for (const purpose of PURPOSES) {
    const signer = await loadSigner(purpose)
    if (registered[purpose] === signer.kid) continue
    const [oldest] = await query<{ id: string }>(OLDEST_WORKSPACE)
    if (!oldest) return
    await transact(systemCtx(asWorkspaceId(oldest.id), 'system:signer', newId()), 'setup.run', async (tx) => {
      const [entry] = await registerKey(tx, purpose, signer)
      return entry ? { value: undefined, audit: [entry] } : unchanged(undefined)
    })
  }
}
