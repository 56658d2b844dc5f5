import type { AuditKind, FieldChange } from '@/lib/audit/append'
import { type AuditScope } from '@/lib/audit/schema'
import { where } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'

/** One line of the list: who did what about what, without payloads. */
export interface AuditRow {
  id: string
  at: Date
  actorKind: 'user' | 'agent' | 'system'
  actorId: string
  actorName: string | null
  event: string
  kind: AuditKind
  success: boolean
  agentId: string | null
  toolId: string | null
  actionId: string | null
  actionName: string | null
  actionNameHe: string | null
  /** The person it concerns, where that is not who did it. */
  personEmail: string | null
  clientId: string | null
  /** What a submission or a decision came to: allow, review, deny; approve, reject, reply, retract. */
  said: string | null
  /** Null where there are none, and where they are too long for a line. */
  changes: FieldChange[] | null
}

export interface AuditEntry extends AuditRow {
  workspace: string
  userId: string | null
  /** The member who did it, or whom it concerns. */
  personId: string | null
  approvalId: string | null
  runId: string | null
  /** RFC 8785 text, as recorded. */
  input: string | null
  output: string | null
  tokensUsed: number | null
  durationMs: number | null
  errorMessage: string | null
  requestId: string
  sessionId: string | null
  ip: string | null
  userAgent: string | null
}

export const LINE = `
  l.id, l."timestamp" AS at, l.actor_kind AS "actorKind", l.actor_id AS "actorId", who.name AS "actorName", l.action AS event,
  l.action_type AS kind, l.success, l.agent_id AS "agentId", l.tool_id AS "toolId", l.action_id AS "actionId",
  e.action_name AS "actionName", e.action_name_he AS "actionNameHe", l.client_id AS "clientId",
  CASE WHEN person.email IS DISTINCT FROM l.actor_id THEN person.email END AS "personEmail",
  CASE WHEN l.action IN ('action.submitted', 'approval.decided')
    THEN coalesce(l.output_data::jsonb ->> 'effect', l.output_data::jsonb ->> 'decision') END AS said`
export const DECORATED = `
  LEFT JOIN users who ON l.actor_kind = 'user' AND who.email = l.actor_id
  LEFT JOIN agent_action_events e ON e.workspace_id = l.workspace_id AND e.id = l.action_id
  LEFT JOIN members m ON m.workspace_id = l.workspace_id AND m.id = l.user_id
  LEFT JOIN users person ON person.id = m.id`
/** A whole entry: `LINE` and everything else that was recorded; needs `DECORATED` and `APPROVAL`. */
export const WHOLE = `${LINE}, l.workspace_id AS workspace, l.user_id AS "userId", m.id AS "personId", l.changes, p.id AS "approvalId", l.run_id AS "runId", l.input_data AS input, l.output_data AS output,
  l.tokens_used AS "tokensUsed", l.duration_ms AS "durationMs", l.error_message AS "errorMessage", l.request_id AS "requestId",
  l.session_id AS "sessionId", l.ip, l.user_agent AS "userAgent"`
export const APPROVAL = 'LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id'
export const SHORT_CHANGES = 'CASE WHEN octet_length(l.changes::text) < 2000 THEN l.changes END AS changes'

const END_OF_TIME = new Date('9999-01-01T00:00:00Z')

/** One entry, or null where there is none that this role may see. */
export async function entryById(workspace: WorkspaceId, scope: AuditScope, id: string): Promise<AuditEntry | null> {
  if (!isId(id)) return null
  const { pinned, rest, values } = where(workspace, { from: new Date(0), until: END_OF_TIME }, scope)
  const [row] = await query<AuditEntry>(
    `SELECT ${WHOLE} FROM agent_audit_log l ${DECORATED} ${APPROVAL} WHERE ${pinned} AND ${rest} AND l.id = $${values.length + 1}`,
    [...values, id],
  )
  return row ?? null
}

/** What the filters offer. */
export async function filterChoices(workspace: WorkspaceId): Promise<{ agents: string[]; tools: string[] }> {
  const [agents, tools] = await Promise.all(
    ['agents', 'tools'].map((table) => query<{ id: string }>(`SELECT id FROM ${table} WHERE workspace_id = $1 ORDER BY id LIMIT 500`, [workspace])),
  )
  return { agents: (agents ?? []).map(({ id }) => id), tools: (tools ?? []).map(({ id }) => id) }
}
