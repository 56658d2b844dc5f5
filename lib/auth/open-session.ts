import { SESSION_HOURS } from '@/lib/auth/limits'
import { systemCtx, type WorkspaceId } from '@/lib/context'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'

/** Where a sign-in comes from. */
export interface Visit {
  requestId: string
  ip?: string
  userAgent?: string
}

/** Nobody is signed in yet, so the system acts and the entry names the person. */
export const signInCtx = (workspace: WorkspaceId, visit: Visit) => ({
  ...systemCtx(workspace, 'system:sign-in', visit.requestId),
  ip: visit.ip,
  userAgent: visit.userAgent,
})

const INSERT = `INSERT INTO sessions (id, user_id, workspace_id, expires_at, ip, user_agent)
  VALUES ($1, $2, $3, clock_timestamp() + make_interval(hours => $4), $5, $6)`

/** Opens a session for somebody who has just proved who they are; returns its id. */
export function openSession(workspace: WorkspaceId, userId: string, visit: Visit): Promise<string> {
  return transact(signInCtx(workspace, visit), 'sessions.open', async (tx) => {
    const id = newId()
    await tx.sql(INSERT, [id, userId, workspace, SESSION_HOURS, visit.ip ?? null, visit.userAgent ?? null])
    return { value: id, audit: [{ kind: 'auth', event: 'session.opened', userId, output: { session_id: id } }] }
  })
}
