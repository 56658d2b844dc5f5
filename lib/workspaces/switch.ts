import { asWorkspaceId, type Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import { transact } from '@/lib/transact'

const IS_MEMBER = 'SELECT 1 FROM members WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL'
const SWITCH = `UPDATE sessions SET workspace_id = $1 WHERE id = $3 AND user_id = $2 AND revoked_at IS NULL
  AND EXISTS (${IS_MEMBER}) RETURNING id`

/** Moves this session to another workspace of its person. The entry is in the log of the workspace they come to. */
export async function switchWorkspace(ctx: Ctx, { workspaceId }: { workspaceId: string }): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person has a session.')
  if (workspaceId === ctx.workspace) return
  if (!(await query(IS_MEMBER, [workspaceId, actor.id])).length) throw notFound('workspace')
  await transact({ ...ctx, workspace: asWorkspaceId(workspaceId) }, 'account.change', async (tx) => {
    const moved = await tx.sql(SWITCH, [workspaceId, actor.id, actor.sessionId])
    if (!moved.length) throw notFound('workspace')
    return { value: undefined, audit: [{ kind: 'auth', event: 'session.switched', output: { session_id: actor.sessionId } }] }
  })
}
