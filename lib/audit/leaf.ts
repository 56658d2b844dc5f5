import { createHash } from 'node:crypto'

/** The fields of an entry that can be erased: the leaf holds a commitment in the place of each. */
export const PAYLOADS = ['input', 'output', 'changes', 'error_message', 'ip'] as const
export type Payload = (typeof PAYLOADS)[number]
export type Commitments = Record<Payload, string | null>

/** An entry as its leaf names it. */
export interface LeafRow {
  workspace: string
  id: string
  at: Date
  actor_kind: string
  actor_id: string
  kind: string
  event: string
  agent_id: string | null
  tool_id: string | null
  action_id: string | null
  run_id: string | null
  user_id: string | null
  client_id: string | null
  success: boolean
  tokens_used: number | null
  duration_ms: number | null
  request_id: string
  session_id: string | null
  user_agent: string | null
}

/** SQL: the columns of a LeafRow, of `agent_audit_log l`. */
export const LEAF_COLUMNS = `l.workspace_id AS workspace, l.id, l."timestamp" AS at, l.actor_kind, l.actor_id, l.action_type AS kind,
  l.action AS event, l.agent_id, l.tool_id, l.action_id, l.run_id, l.user_id, l.client_id, l.success, l.tokens_used, l.duration_ms,
  l.request_id, l.session_id, l.user_agent`

const LONE_SURROGATE = /\p{Surrogate}/u
const text = (value: string | null): string => {
  if (value === null) return 'null'
  if (LONE_SURROGATE.test(value)) throw new TypeError('not Unicode text')
  return JSON.stringify(value)
}
/** Hex or nothing: it needs no escapes. */
const hex = (value: string | null) => (value === null ? 'null' : `"${value}"`)

/**
 * What is hashed into the tree: RFC 8785 text of everything but the payloads, which stand for themselves by commitment.
 * Written key by key in the order of the RFC, because this is done for every entry; a test compares with the canonicalizer.
 */
export function leafData(row: LeafRow, { changes, error_message, input, ip, output }: Commitments): string {
  const commitments = `{"changes":${hex(changes)},"error_message":${hex(error_message)},"input":${hex(input)},"ip":${hex(ip)},"output":${hex(output)}}`
  return `{"action_id":${text(row.action_id)},"actor_id":${text(row.actor_id)},"actor_kind":${text(row.actor_kind)},"agent_id":${text(row.agent_id)},\
"at":"${row.at.toISOString()}","client_id":${text(row.client_id)},"commitments":${commitments},"duration_ms":${row.duration_ms},"event":${text(row.event)},\
"format":"countersign-audit-entry-v1","id":${text(row.id)},"kind":${text(row.kind)},"request_id":${text(row.request_id)},"run_id":${text(row.run_id)},\
"session_id":${text(row.session_id)},"success":${row.success},"tokens_used":${row.tokens_used},"tool_id":${text(row.tool_id)},\
"user_agent":${text(row.user_agent)},"user_id":${text(row.user_id)},"workspace":${text(row.workspace)}}`
}

/** Hex SHA-256 of the 32-byte salt and the payload's text. Without the salt, not even a short payload can be guessed from it. */
export const commitment = (saltBase64: string, payload: string) =>
  createHash('sha256').update(saltBase64, 'base64').update(payload, 'utf8').digest('hex')
