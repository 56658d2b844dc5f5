import { asWorkspaceId, systemCtx, type WorkspaceId } from '@/lib/context'
import { makeHistory } from '@/lib/demo/history/make'
import { newId } from '@/lib/ids'
import { createWorkspace } from '@/lib/workspaces/create'

/** Ninety days of a made-up past, in a workspace of its own. */
export async function makePast(actions: number): Promise<WorkspaceId> {
  const workspace = asWorkspaceId('past')
  const ctx = systemCtx(workspace, 'system:bench', newId())
  await createWorkspace(ctx, { id: workspace, name: 'Past', demo: true })
  await makeHistory(ctx, { days: 90, actions, pending: 0, seed: 1 }, () => undefined)
  return workspace
}
