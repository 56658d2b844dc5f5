import { canonical } from '@/lib/audit/canonical'
import { LEAF_COLUMNS, PAYLOADS, type Commitments, type LeafRow, type Payload } from '@/lib/audit/leaf'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import type { EntryLine } from '@/packages/verify/bundle-lines'
import { LEAF_FIELDS, type LeafFields, type PerPayload } from '@/packages/verify/leaf'

/** An entry with its place in the tree and everything that its leaf was made of. */
export interface EvidenceRow extends LeafRow {
  index: number
  commitments: Commitments
  input: string | null
  output: string | null
  changes: unknown
  error_message: string | null
  ip: string | null
  salts: Partial<Record<Payload, string>>
}

const COLUMNS = `v.index, v.commitments, ${LEAF_COLUMNS}, l.input_data AS input, l.output_data AS output, l.changes, l.error_message, l.ip, l.salts`
const JOINED = `audit_leaves v JOIN agent_audit_log l ON l.workspace_id = v.workspace_id AND l.id = v.entry_id`
const RUN = `SELECT ${COLUMNS} FROM ${JOINED} WHERE v.workspace_id = $1 AND v.index >= $2 AND v.index < $3 ORDER BY v.index`
const OF_ACTION = `
  SELECT ${COLUMNS} FROM ${JOINED}
  WHERE v.workspace_id = $1 AND l.action_id = $2 AND v.index < $3 AND ($4::text[] IS NULL OR l.action_type = ANY ($4)) ORDER BY v.index`
export const entriesOfRun = (workspace: WorkspaceId, from: number, to: number) => query<EvidenceRow>(RUN, [workspace, from, to])

export const entriesOfAction = (workspace: WorkspaceId, actionId: string, size: number, kinds: readonly string[] | null) =>
  query<EvidenceRow>(OF_ACTION, [workspace, actionId, size, kinds])

const perPayload = (valueOf: (name: Payload) => string | null) =>
  Object.fromEntries(PAYLOADS.map((name) => [name, valueOf(name)])) as unknown as PerPayload

/** The payloads as the texts that were committed to. */
const payloadsOf = (row: EvidenceRow): PerPayload =>
  perPayload((name) => (name === 'changes' ? row.changes && canonical(row.changes) : row[name]) as string | null)

const saltsOf = ({ salts }: EvidenceRow): PerPayload => perPayload((name) => salts[name] ?? null)

const fieldsOf = (row: LeafRow) =>
  Object.fromEntries(LEAF_FIELDS.map((name) => [name, name === 'at' ? row.at.toISOString() : row[name]])) as unknown as LeafFields

/** With the hash that the tree has for it: should the row say otherwise, whoever checks this very line sees it. */
export const entryLine = (row: EvidenceRow, leaf: Uint8Array, path: readonly Uint8Array[] | null): EntryLine => ({
  index: row.index,
  entry: fieldsOf(row),
  commitments: perPayload((name) => row.commitments[name] ?? null),
  payloads: payloadsOf(row),
  salts: saltsOf(row),
  leaf: Buffer.from(leaf).toString('base64'),
  path: path && path.map((hash) => Buffer.from(hash).toString('base64')),
})
