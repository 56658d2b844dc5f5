import { lockAsked } from '@/lib/actions/row'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'

export interface CommentLine {
  id: string
  name: string
  body: string
  at: Date
}

const INSERT = `INSERT INTO approval_comments (workspace_id, id, approval_request_id, author_id, body, at) VALUES ($1, $2, $3, $4, $5, $6)`
const THREAD = `SELECT * FROM (SELECT c.id, u.name, c.body, c.at FROM approval_comments c JOIN users u ON u.id = c.author_id
  WHERE c.workspace_id = $1 AND c.approval_request_id = $2 ORDER BY c.at DESC, c.id DESC LIMIT 200) last ORDER BY at, id`

/** What people say to each other about an approval, oldest first; the last 200. */
export const listComments = (ctx: Ctx, approvalId: string) => query<CommentLine>(THREAD, [ctx.workspace, approvalId])

/** Says something to the other people. No agent ever sees it, and it decides nothing; what was said stays. */
export function comment(ctx: Ctx, { approvalId, body }: { approvalId: string; body: string }): Promise<{ id: string }> {
  return transact(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people comment.')
    const row = await lockAsked(tx, ctx, approvalId)
    const id = newId()
    await tx.sql(INSERT, [ctx.workspace, id, approvalId, actor.id, body, row.now])
    return {
      value: { id },
      audit: [{
        kind: 'approval', event: 'approval.commented', agentId: row.agent_id, toolId: row.tool_name, actionId: row.id, runId: row.run_id, clientId: row.client_id,
        input: { comment: body },
      }],
    }
  })
}
