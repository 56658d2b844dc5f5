import { prisma } from '@/lib/db'
import type { WorkspaceId } from '@/lib/context'

/** The configuration entries of a workspace, oldest first. */
export async function configLog(workspaceId: WorkspaceId) {
  const entries = await prisma.auditEntry.findMany({ where: { workspaceId, kind: 'config' }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
  return entries.map(({ event, agentId, toolId, actorId, changes, input, output }) => ({ event, agentId, toolId, actorId, changes, input, output }))
}
