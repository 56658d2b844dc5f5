import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

/** A tool can only ask people of a group that is there. */
export async function requireGroup(tx: Tx, ctx: Ctx, groupId: string | null): Promise<void> {
  if (groupId === null) return
  const found = await tx.sql('SELECT 1 FROM reviewer_groups WHERE workspace_id = $1 AND id = $2', [ctx.workspace, groupId])
  if (found.length) return
  throw new AppError('invalid', `There is no reviewer group "${groupId}" here.`, { errors: [{ path: '/reviewerGroup', message: 'no_group' }] })
}
