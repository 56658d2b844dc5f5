import { z } from 'zod'
import { PAYLOADS, type Payload } from '@/lib/audit/leaf'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { transact, unchanged, type Tx } from '@/lib/transact'

const about = {
  fields: z.array(z.enum(PAYLOADS)).min(1).default([...PAYLOADS]),
  reason: z.string().trim().min(1).max(1000),
}
/** Whose payloads: one customer's, one action's, or one entry's. */
export const Erasure = z.union([
  z.strictObject({ clientId: z.string().min(1), ...about }),
  z.strictObject({ actionId: z.uuid(), ...about }),
  z.strictObject({ entryId: z.uuid(), ...about }),
])
export type Erasure = z.infer<typeof Erasure>

const BATCH = 5000

// The record of an erasure is not erased with what it is about.
const matching = (column: string) => `l.workspace_id = $1 AND l.${column} = $2 AND l.action <> 'audit.erased' AND l.salts ?| $3::text[]`
const waiting = (column: string) => `SELECT 1 FROM agent_audit_log l
  JOIN audit_pending p ON p.workspace_id = l.workspace_id AND p.entry_id = l.id WHERE ${matching(column)} LIMIT 1`
const blank = (column: string) => `
  SELECT countersign_eraser.blank($1, array_agg(id), $3::text[]) AS blanked
  FROM (SELECT l.id FROM agent_audit_log l WHERE ${matching(column)} ORDER BY l.id LIMIT ${BATCH}) found`

/**
 * Blanks payloads of the log and their salts; what the tree holds of them proves nothing about them any more, and every
 * proof still holds. Only on the worker's connection: the role of the doors may not. Answers how many entries it touched.
 */
export async function erase(ctx: Ctx, erasure: Erasure): Promise<number> {
  let total = 0
  for (;;) {
    const blanked = await transact(ctx, 'audit.erase', (tx) => eraseBatch(tx, ctx, erasure))
    total += blanked
    if (blanked < BATCH) return total
  }
}

async function eraseBatch({ sql }: Tx, ctx: Ctx, erasure: Erasure) {
  const { column, id, named } = targetOf(erasure)
  const fields: Payload[] = erasure.fields
  if ((await sql(waiting(column), [ctx.workspace, id, fields])).length > 0) {
    throw new AppError('conflict', "Some of these entries have no place in the log's tree yet, and could not be proved afterwards: try again in a few seconds.")
  }
  const [done] = await sql<{ blanked: number | null }>(blank(column), [ctx.workspace, id, fields])
  const entries = done?.blanked ?? 0
  if (entries === 0) return unchanged(0)
  return {
    value: entries,
    audit: [{ kind: 'config', event: 'audit.erased', ...named, input: { [column]: id, fields, reason: erasure.reason }, output: { entries } }] as const,
  }
}

function targetOf(erasure: Erasure) {
  if ('clientId' in erasure) return { column: 'client_id', id: erasure.clientId, named: { clientId: erasure.clientId } }
  if ('actionId' in erasure) return { column: 'action_id', id: erasure.actionId, named: { actionId: erasure.actionId } }
  return { column: 'id', id: erasure.entryId, named: {} }
}
