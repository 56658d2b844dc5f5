import { asWorkspaceId, type WorkspaceId } from '@/lib/context'
import { prisma } from '@/lib/db'

/** The workspace with this id, proved to exist; for the command line and jobs, which have no session to prove it. */
export async function findWorkspace(id: string): Promise<{ id: WorkspaceId; name: string; demo: boolean } | null> {
  const row = await prisma.workspace.findUnique({ where: { id }, select: { id: true, name: true, demo: true } })
  return row ? { ...row, id: asWorkspaceId(row.id) } : null
}
