import { randomBytes } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'
import type { Payload } from '@/lib/audit/leaf'
import type { Actor, Ctx } from '@/lib/context'
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

const INSERT = `
  WITH entry AS (
    INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, agent_id, tool_id,
      action_id, run_id, user_id, client_id, success, input_data, output_data, changes, tokens_used, duration_ms,
      error_message, request_id, session_id, ip, user_agent, salts)
    VALUES ($1, $2, coalesce($3::timestamptz, clock_timestamp()), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
      $17, $18, $19, $20, $21, $22, $23, $24, $25)
    RETURNING workspace_id, id)
  INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`

const text = (value: unknown) => (value === undefined ? null : canonical(value))

/** One salt for each payload that is there. */
function saltsOf(payloads: Record<Payload, string | null>): string {
  const present = Object.entries(payloads).filter(([, payload]) => payload !== null)
  return JSON.stringify(Object.fromEntries(present.map(([name]) => [name, randomBytes(32).toString('base64')])))
}

/** Appends to the log and queues for the tree, in the caller's transaction; answers what to announce after it. Only `transact.ts` calls this (lint). */
export function append(tx: Tx, ctx: Ctx, entry: AuditInput): string {
  const actor: Actor = entry.by ? { kind: 'system', id: entry.by } : ctx.actor
  const news = { w: ctx.workspace, e: entry.event, a: entry.actionId ?? undefined, g: entry.agentId ?? undefined }
  const input = text(entry.input)
  const output = text(entry.output)
  const changes = entry.changes?.length ? JSON.stringify(entry.changes) : null
  const error_message = entry.errorMessage ?? null
  const ip = ctx.ip ?? null
  tx.send(INSERT, [
    ctx.workspace,
    newId(),
    ctx.at ?? null,
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
  ])
  return JSON.stringify(news)
}
