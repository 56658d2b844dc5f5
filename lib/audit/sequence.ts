import { countPlaced } from '@/lib/audit/count-placed'
import { commitment, leafData, LEAF_COLUMNS, type Commitments, type LeafRow } from '@/lib/audit/leaf'
import { canonical } from '@/lib/audit/canonical'
import { growTree, treeLock } from '@/lib/audit/grow'
import { leafHash } from '@/lib/audit/merkle'
import { query, type Tx } from '@/lib/db'
import { inLanes } from '@/lib/in-lanes'
import { loadSigner } from '@/lib/signing/load'
import { registerKeys } from '@/lib/signing/register'
import type { Signer } from '@/lib/signing/signer'
import { sequenced } from '@/lib/transact'

const BATCH = 1024
/** Workspaces at a time: each takes a connection. */
const LANES = 4

// One step of the index for each workspace, however many of its entries wait.
const DUE = `
  WITH RECURSIVE due (workspace) AS (
    (SELECT workspace_id FROM audit_pending ORDER BY workspace_id LIMIT 1)
    UNION ALL
    SELECT (SELECT p.workspace_id FROM audit_pending p WHERE p.workspace_id > due.workspace ORDER BY p.workspace_id LIMIT 1)
    FROM due WHERE due.workspace IS NOT NULL)
  SELECT workspace FROM due WHERE workspace IS NOT NULL`

const LOCK = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine'

// Payloads are hashed where they are: only the commitments travel. A place in the queue for no entry, or for one that has
// its leaf, is dropped: the doors' role could write it, and it must not stop the log.
const committed = (name: string, column: string) =>
  `encode(sha256(decode(l.salts ->> '${name}', 'base64') || convert_to(l.${column}, 'UTF8')), 'hex') AS ${name}_commitment`
// Two statements and one look-up per id: the queue is mostly empty, so what the planner believes of it is of no use.
const DEQUEUE = `
  DELETE FROM audit_pending WHERE workspace_id = $1
    AND entry_id = ANY (ARRAY(SELECT entry_id FROM audit_pending WHERE workspace_id = $1 ORDER BY entry_id LIMIT ${BATCH})) RETURNING entry_id`
const TAKE = `
  SELECT ${LEAF_COLUMNS}, ${committed('input', 'input_data')}, ${committed('output', 'output_data')},
    ${committed('error_message', 'error_message')}, ${committed('ip', 'ip')}, l.changes, l.salts ->> 'changes' AS changes_salt
  FROM unnest($2::uuid[]) AS taken (entry_id)
  CROSS JOIN LATERAL (SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = taken.entry_id OFFSET 0) l
  WHERE (SELECT v.index FROM audit_leaves v WHERE v.workspace_id = $1 AND v.entry_id = taken.entry_id) IS NULL
  ORDER BY l.id`

type Taken = LeafRow & { changes: unknown; changes_salt: string | null } & Record<`${'input' | 'output' | 'error_message' | 'ip'}_commitment`, string | null>

/** Gives every waiting entry its place, up to one batch a workspace. Answers whether a batch was full: more may wait. */
export async function sequence(): Promise<boolean> {
  const due = await query<{ workspace: string }>(DUE)
  if (due.length === 0) return false
  await registerKeys() // before anything signed with it can be seen
  const signer = await loadSigner('log')
  const failures: unknown[] = []
  let more = false
  await inLanes(LANES, due, async ({ workspace }) => {
    // One damaged tree must not hold up the others.
    const placed = await sequenced((tx) => takeBatch(tx, workspace, signer)).catch((error: unknown) => void failures.push(error))
    more ||= placed === BATCH
  })
  if (failures.length > 0) throw failures[0]
  return more
}

/** Leaves, tiles, checkpoint and the queue change together or not at all, and the counts with them unless those fail. Answers how many entries it placed. */
async function takeBatch(tx: Tx, workspace: string, signer: Signer): Promise<number> {
  const { sql } = tx
  const [lock] = await sql<{ mine: boolean }>(LOCK, [treeLock(workspace)])
  if (!lock?.mine) return 0
  const due = (await sql<{ entry_id: string }>(DEQUEUE, [workspace])).map(({ entry_id }) => entry_id)
  const entries = await sql<Taken>(TAKE, [workspace, due])
  if (entries.length === 0) return 0
  const leaves = entries.map((row) => ({ entryId: row.id, commitments: commitmentsOf(row), row }))
  await growTree(sql, workspace, leaves.map(({ row, ...leaf }) => ({ ...leaf, hash: leafHash(leafData(row, leaf.commitments)) })), signer)
  await countPlaced(tx, workspace, entries)
  return entries.length
}

const commitmentsOf = (row: Taken): Commitments => ({
  input: row.input_commitment,
  output: row.output_commitment,
  changes: row.changes_salt === null ? null : commitment(row.changes_salt, canonical(row.changes)),
  error_message: row.error_message_commitment,
  ip: row.ip_commitment,
})
