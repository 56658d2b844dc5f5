import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'

const FIND = `SELECT action_id FROM agent_approvals WHERE workspace_id = $1 AND id = $2`

/** The action an approval is about never changes, so it is read without a lock. */
export async function actionOf(ctx: Ctx, approvalId: string): Promise<string> {
  const [found] = isId(approvalId) ? await query<{ action_id: string }>(FIND, [ctx.workspace, approvalId]) : []
  if (!found) throw notFound('approval')
  return found.action_id
}
