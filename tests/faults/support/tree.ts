import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifierKey } from '@/lib/audit/checkpoint'
import { env } from '@/lib/env'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { parseKey } from '@/packages/verify/note'

const PATIENCE_MS = 30_000

const UNCOVERED = `
  SELECT l.id FROM agent_audit_log l
  LEFT JOIN audit_pending p ON p.workspace_id = l.workspace_id AND p.entry_id = l.id
  LEFT JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id
  WHERE l.workspace_id = $1 AND (p.entry_id IS NULL) = (v.entry_id IS NULL)`
const STATE = `
  SELECT (SELECT count(*) FROM agent_audit_log WHERE workspace_id = $1)::int AS entries,
    (SELECT count(*) FROM audit_pending WHERE workspace_id = $1)::int AS pending,
    (SELECT count(*) FROM audit_leaves WHERE workspace_id = $1)::int AS leaves,
    (SELECT coalesce(max(index), -1) FROM audit_leaves WHERE workspace_id = $1)::int AS last,
    (SELECT note FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size DESC LIMIT 1) AS note`

interface State {
  entries: number
  pending: number
  leaves: number
  last: number
  note: string | null
}

const stateOf = async (owner: Pool, workspace: string) => (await owner.query<State>(STATE, [workspace])).rows[0] as State

/** Entries that are neither waiting for the tree nor in it, or both. */
export async function misplaced(owner: Pool, workspace: string): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(UNCOVERED, [workspace])
  return rows.map(({ id }) => `entry ${id} is not in exactly one of queue and tree`)
}

/** Waits for the sequencer to have nothing left to do, then says what is wrong with the tree: gaps, doubles, no good signature. */
export async function treeFaults(owner: Pool, workspace: string): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS
  let state = await stateOf(owner, workspace)
  while (state.pending > 0 && Date.now() < deadline) {
    await sleep(50)
    state = await stateOf(owner, workspace)
  }
  const { entries, pending, leaves, last, note } = state
  const faults = await misplaced(owner, workspace)
  if (pending > 0) faults.push(`${pending} entries still wait after ${PATIENCE_MS / 1000} s`)
  if (leaves !== last + 1) faults.push(`${leaves} leaves, the last with index ${last}`)
  if (leaves + pending !== entries) faults.push(`${entries} entries, ${leaves} leaves`)
  const covered = note === null ? 'no checkpoint' : await signedSize(owner, workspace, note)
  if (covered !== leaves) faults.push(`the newest checkpoint covers ${covered} of ${leaves} leaves`)
  return faults
}

/** How many entries a checkpoint covers, or why it is worth nothing. */
async function signedSize(owner: Pool, workspace: string, note: string): Promise<number | string> {
  const { rows } = await owner.query<{ public_key: Buffer }>(`SELECT public_key FROM signing_keys WHERE purpose = 'log'`)
  const keys = await Promise.all(rows.map(({ public_key }) => parseKey(verifierKey(env.COUNTERSIGN_LOG_NAME, public_key))))
  return verifyCheckpoint(note, keys, `countersign/${workspace}`).then(({ size }) => size, String)
}
