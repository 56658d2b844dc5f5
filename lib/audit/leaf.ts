import { createHash } from 'node:crypto'
import { canonical } from './canonical'

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

/** What is hashed into the tree: RFC 8785 text of everything but the payloads, which stand for themselves by commitment. */
export function leafData(row: LeafRow, commitments: Commitments): string {
  return canonical({
    format: 'countersign-audit-entry-v1',
    workspace: row.workspace,
    id: row.id,
    at: row.at.toISOString(),
    actor_kind: row.actor_kind,
    actor_id: row.actor_id,
    kind: row.kind,
    event: row.event,
    agent_id: row.agent_id,
    tool_id: row.tool_id,
    action_id: row.action_id,
    run_id: row.run_id,
    user_id: row.user_id,
    client_id: row.client_id,
    success: row.success,
    tokens_used: row.tokens_used,
    duration_ms: row.duration_ms,
    request_id: row.request_id,
    session_id: row.session_id,
    user_agent: row.user_agent,
    commitments: Object.fromEntries(PAYLOADS.map((name) => [name, commitments[name]])),
  })
}

/** Hex SHA-256 of the 32-byte salt and the payload's text. Without the salt, not even a short payload can be guessed from it. */
export const commitment = (saltBase64: string, payload: string) =>
  createHash('sha256').update(saltBase64, 'base64').update(payload, 'utf8').digest('hex')
