import { canonical } from '@/lib/audit/canonical'
import { leafData, LEAF_COLUMNS, PAYLOADS, type Commitments, type LeafRow, type Payload } from '@/lib/audit/leaf'
import { consistencyPath, inclusionPath, leafHash } from '@/lib/audit/merkle'
import { fromTiles } from '@/lib/audit/tiles'
import { query } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'

type PerPayload = Record<Payload, string | null>

/** Everything a verifier needs to see that this entry, as it is shown, is in the tree of the checkpoint. Base64 where it is bytes. */
export interface EntryProof {
  state: 'placed'
  index: number
  size: number
  leafHash: string
  path: string[]
  /** A signed note. */
  checkpoint: string
  /** RFC 8785: what the leaf hash is over. */
  leafData: string
  commitments: Commitments
  /** As hashed; null where there was none, or it is erased. */
  payloads: PerPayload
  salts: PerPayload
}

/** `waiting`: written, and due within a second. `missing`: neither in the tree nor due, so somebody went round us. */
export type ProofState = EntryProof | { state: 'waiting' | 'missing' }

interface Found extends LeafRow, Omit<PerPayload, 'changes'> {
  changes: unknown
  salts: Partial<Record<Payload, string>>
  index: number | null
  commitments: Commitments | null
  waiting: boolean
}

const ENTRY = `
  SELECT ${LEAF_COLUMNS}, l.input_data AS input, l.output_data AS output, l.changes, l.error_message, l.ip, l.salts, v.index, v.commitments,
    EXISTS (SELECT FROM audit_pending p WHERE p.workspace_id = l.workspace_id AND p.entry_id = l.id) AS waiting
  FROM agent_audit_log l LEFT JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id
  WHERE l.workspace_id = $1 AND l.id = $2`
const NEWEST = 'SELECT size, root, note FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size DESC LIMIT 1'
const AT_SIZE = 'SELECT note FROM audit_checkpoints WHERE workspace_id = $1 AND size = $2'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const each = <T>(value: (name: Payload) => T) => Object.fromEntries(PAYLOADS.map((name) => [name, value(name)])) as Record<Payload, T>

/** The newest signed state of a workspace's tree; null while it has none. */
export async function newestCheckpoint(workspace: string): Promise<{ size: number; root: Buffer; note: string } | null> {
  const [newest] = await query<{ size: number; root: Buffer; note: string }>(NEWEST, [workspace])
  return newest ?? null
}

/** For whoever may read the entry: the caller has checked. Null when there is no such entry. */
export async function entryProof(workspace: string, id: string): Promise<ProofState | null> {
  if (!isId(id)) return null
  const [entry] = await query<Found>(ENTRY, [workspace, id])
  if (!entry) return null
  const { index, commitments } = entry
  if (index === null || commitments === null) return { state: entry.waiting ? 'waiting' : 'missing' }
  const newest = await newestCheckpoint(workspace)
  if (!newest || newest.size <= index) return { state: 'missing' }
  const path = await fromTiles(workspace, (read) => inclusionPath(read, index, newest.size))
  const data = leafData(entry, commitments)
  return {
    state: 'placed',
    index,
    size: newest.size,
    leafHash: base64(leafHash(data)),
    path: path.map(base64),
    checkpoint: newest.note,
    leafData: data,
    commitments,
    payloads: { ...each((name) => (name === 'changes' ? null : entry[name])), changes: entry.changes === null ? null : canonical(entry.changes) },
    salts: each((name) => entry.salts[name] ?? null),
  }
}

/** That the tree of one checkpoint begins with that of an earlier one. */
export async function consistencyProof(workspace: string, from: number, to: number): Promise<{ from: string; to: string; path: string[] }> {
  const [old, later] = await Promise.all([from, to].map((size) => query<{ note: string }>(AT_SIZE, [workspace, size])))
  if (!old?.[0] || !later?.[0] || from > to) throw notFound('pair of checkpoints')
  const path = await fromTiles(workspace, (read) => consistencyPath(read, from, to))
  return { from: old[0].note, to: later[0].note, path: path.map(base64) }
}
