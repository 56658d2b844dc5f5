import { closeOverdue } from '@/lib/actions/close-overdue'
import { lockAsked } from '@/lib/actions/row'
import { alreadyResolved } from '@/lib/approvals/conflict'
import type { Ctx } from '@/lib/context'
import { query, type Sql } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { refuse, transact, unchanged } from '@/lib/transact'

const VOTERS = `
  SELECT m.id, u.name, u.email FROM agent_approvals p
  JOIN agent_action_events e ON e.workspace_id = p.workspace_id AND e.id = p.action_id
  JOIN agents a ON a.workspace_id = p.workspace_id AND a.id = p.agent_id
  JOIN members m ON m.workspace_id = p.workspace_id
  JOIN users u ON u.id = m.id
  WHERE p.workspace_id = $1 AND p.id = $2 AND m.removed_at IS NULL AND u.disabled_at IS NULL AND 'reviewer' = ANY (m.roles)
    AND m.id IS DISTINCT FROM a.owner_id AND m.id IS DISTINCT FROM e.on_behalf_of
    AND (p.reviewer_group IS NULL OR EXISTS (SELECT 1 FROM reviewer_group_members g
      WHERE g.workspace_id = p.workspace_id AND g.group_id = p.reviewer_group AND g.member_id = m.id))
    AND NOT EXISTS (SELECT 1 FROM yes_votes(p.workspace_id, p.id, p.action_hash) y WHERE y.decided_by_id = m.id)
    AND ($3::uuid IS NULL OR m.id = $3)
  ORDER BY u.name, u.email LIMIT 500`
// The row of the member is held, so that somebody who is being removed is not assigned anything on the way out.
const CHOSEN = `${VOTERS} FOR SHARE OF m`
const CURRENT = `SELECT u.id, u.email FROM agent_approvals p LEFT JOIN users u ON u.id = p.assignee_id WHERE p.workspace_id = $1 AND p.id = $2`
const ASSIGN = 'UPDATE agent_approvals SET assignee_id = $3 WHERE workspace_id = $1 AND id = $2'

export interface Assignable {
  id: string
  name: string
  email: string
}

/** Who may still vote on an approval: the only ones it can be assigned to. */
export const assignable = (ctx: Ctx, approvalId: string) => query<Assignable>(VOTERS, [ctx.workspace, approvalId, null])

async function chosen(sql: Sql, ctx: Ctx, approvalId: string, memberId: string): Promise<Assignable> {
  const [found] = await sql<Assignable>(CHOSEN, [ctx.workspace, approvalId, memberId])
  if (!found) throw new AppError('invalid', 'This person may not decide it.', { errors: [{ path: '/member', message: 'may_not_decide' }] })
  return found
}

/** Says whose work an approval is, or nobody's. Anybody who may decide it still may: it reserves nothing and gives no right. */
export function assign(ctx: Ctx, { approvalId, memberId }: { approvalId: string; memberId: string | null }): Promise<void> {
  return transact<void>(ctx, 'approvals.decide', async (tx) => {
    const row = await lockAsked(tx, ctx, approvalId)
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(new AppError('conflict', late.refused.detail, late.refused.more), late.audit)
    if (row.approval_status !== 'pending') throw alreadyResolved(row)
    const person = memberId === null ? null : await chosen(tx.sql, ctx, approvalId, memberId)
    const [before] = await tx.sql<{ id: string | null; email: string | null }>(CURRENT, [ctx.workspace, approvalId])
    if ((before?.id ?? null) === memberId) return unchanged(undefined)
    await tx.sql(ASSIGN, [ctx.workspace, approvalId, memberId])
    return {
      value: undefined,
      audit: [{
        kind: 'approval', event: 'approval.assigned', agentId: row.agent_id, toolId: row.tool_name, actionId: row.id, runId: row.run_id, clientId: row.client_id,
        changes: [{ field: 'assignee', old: before?.email ?? null, new: person?.email ?? null }],
      }],
    }
  })
}
