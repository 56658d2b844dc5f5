import { asWorkspaceId, ROLES, type Ctx, type WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'
import { createWorkspace } from '@/lib/workspaces/create'
import { findWorkspace } from '@/lib/workspaces/queries'

/** Where every demo plays. */
export const DEMO_WORKSPACE = asWorkspaceId('shop')

const JOIN = `INSERT INTO members (workspace_id, id, roles)
  SELECT w.id, $2, $3 FROM workspaces w WHERE w.id = $1 AND w.demo
  ON CONFLICT (workspace_id, id) DO UPDATE SET roles = EXCLUDED.roles, removed_at = NULL
    WHERE members.removed_at IS NOT NULL OR NOT members.roles @> EXCLUDED.roles RETURNING id`

/** Makes a demo's workspace where there is none, and whoever starts the demo a member of it with every role. */
export async function ensureDemoWorkspace(ctx: Ctx, workspace: WorkspaceId = DEMO_WORKSPACE): Promise<WorkspaceId> {
  const admins = await adminsFor(ctx)
  const found = await findWorkspace(workspace)
  if (found && !found.demo) {
    throw new AppError('conflict', `The workspace "${workspace}" is not a demo: it was made by a person and is left alone.`)
  }
  const name = workspace === DEMO_WORKSPACE ? 'Demo shop' : `Demo: ${workspace}`
  if (!found) await createWorkspace(ctx, { id: workspace, name, demo: true, adminId: admins[0] })
  for (const id of admins) await join({ ...ctx, workspace }, id)
  return workspace
}

/** The person who starts it; from the command line, the admins of the workspace it was started for. */
async function adminsFor({ actor, workspace }: Ctx): Promise<string[]> {
  if (actor.kind === 'user') return [actor.id]
  const rows = await query<{ id: string }>(
    `SELECT m.id FROM members m JOIN users u ON u.id = m.id WHERE m.workspace_id = $1 AND m.removed_at IS NULL
       AND 'admin' = ANY (m.roles) AND u.disabled_at IS NULL ORDER BY m.id`,
    [workspace],
  )
  return rows.map(({ id }) => id)
}

function join(ctx: Ctx, userId: string): Promise<void> {
  return transact<void>(ctx, 'demo.run', async (tx) => {
    const joined = await tx.sql(JOIN, [ctx.workspace, userId, [...ROLES]])
    if (!joined.length) return unchanged(undefined)
    return { value: undefined, audit: [{ kind: 'auth', event: 'member.invited', userId, input: { roles: [...ROLES], demo: true } }] }
  })
}
