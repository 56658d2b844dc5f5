import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'

const UNASSIGN = `UPDATE agent_approvals SET assignee_id = NULL WHERE workspace_id = $1 AND assignee_id = $2 AND status = 'pending'`
const END = 'DELETE FROM delegations WHERE workspace_id = $1 AND (member_id = $2 OR delegate_id = $2)'

/** For somebody who reviews no more: what was theirs is nobody's again, and nobody stands in for or by them. */
export async function releaseWork(tx: Tx, ctx: Ctx, memberId: string): Promise<void> {
  await tx.sql(UNASSIGN, [ctx.workspace, memberId])
  await tx.sql(END, [ctx.workspace, memberId])
}
