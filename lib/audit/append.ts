import { randomBytes } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'
import type { Payload } from '@/lib/audit/leaf'
import type { Actor, Ctx } from '@/lib/context'
import { namesOf, perRow } from '@/lib/database/per-row'
import type { Tx } from '@/lib/db'
import { newId } from '@/lib/ids'

export const AUDIT_KINDS = ['invoke', 'tool_call', 'approval', 'error', 'complete', 'config', 'auth', 'money', 'system'] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

export interface FieldChange {
  field: string
  old: unknown
  new: unknown
}

/** One fact. Who, where from and when are taken from the context and the clock. */
export interface AuditInput {
  kind: AuditKind
  /** `noun.past-participle`, such as `approval.decided`. */
  event: string
  success?: boolean
  /** Set where the system acts within somebody's request, such as a clock that ran out. */
  by?: `system:${string}`
  agentId?: string | null
  toolId?: string | null
  actionId?: string | null
  runId?: string | null
  /** The person it concerns, where that is not the actor. */
  userId?: string | null
  clientId?: string | null
  input?: unknown
  output?: unknown
  changes?: readonly FieldChange[]
  tokensUsed?: number | null
  durationMs?: number | null
  errorMessage?: string | null
}

const COLUMNS = `workspace_id text, id uuid, actor_kind text, actor_id text, action text, action_type text, agent_id text, tool_id text, action_id uuid,
  run_id text, user_id uuid, client_id text, success boolean, input_data text, output_data text, changes jsonb, tokens_used bigint, duration_ms bigint,
  error_message text, request_id text, session_id uuid, ip text, user_agent text, salts jsonb`
const ENTRY = perRow(
  `WITH entry AS (
    INSERT INTO agent_audit_log ("timestamp", ${namesOf(COLUMNS)}) SELECT coalesce(at, clock_timestamp()), ${namesOf(COLUMNS)} FROM`,
  'new',
  `at timestamptz, ${COLUMNS}`,
  `RETURNING workspace_id, id)
  INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`,
)

const SALT = 32
const text = (value: unknown) => (value === undefined ? null : canonical(value))

/** One salt for each payload that is there. */
function saltsOf(payloads: Record<Payload, string | null>): string {
  const present = Object.entries(payloads).filter(([, payload]) => payload !== null)
  const random = randomBytes(SALT * present.length)
  return JSON.stringify(Object.fromEntries(present.map(([name], index) => [name, random.toString('base64', index * SALT, (index + 1) * SALT)])))
}

/** Appends to the log and queues for the tree, in the caller's transaction; answers what to tell. Only `transact.ts` calls this (lint). */
export function append(tx: Tx, ctx: Ctx, entries: readonly AuditInput[]): string[] {
  for (const entry of entries) tx.send(ENTRY, valuesOf(ctx, entry))
  return entries.map(({ event, actionId, agentId }) => JSON.stringify({ w: ctx.workspace, e: event, a: actionId ?? undefined, g: agentId ?? undefined }))
}

function valuesOf(ctx: Ctx, entry: AuditInput): unknown[] {
  const actor: Actor = entry.by ? { kind: 'system', id: entry.by } : ctx.actor
  const input = text(entry.input)
  const output = text(entry.output)
  const changes = entry.changes?.length ? JSON.stringify(entry.changes) : null
  const error_message = entry.errorMessage ?? null
  const ip = ctx.ip ?? null
  return [
    ctx.at ?? null,
    ctx.workspace,
    newId(),
    actor.kind,
    actor.kind === 'user' ? actor.email : actor.id,
    entry.event,
    entry.kind,
    entry.agentId ?? (actor.kind === 'agent' ? actor.id : null),
    entry.toolId ?? null,
    entry.actionId ?? null,
    entry.runId ?? null,
    entry.userId ?? (actor.kind === 'user' ? actor.id : null),
    entry.clientId ?? null,
    entry.success ?? true,
    input,
    output,
    changes,
    entry.tokensUsed ?? null,
    entry.durationMs ?? null,
    error_message,
    ctx.requestId,
    actor.kind === 'user' ? actor.sessionId : null,
    ip,
    ctx.userAgent ?? null,
    saltsOf({ input, output, changes, error_message, ip }),
  ]
}
