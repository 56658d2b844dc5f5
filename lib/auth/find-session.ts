import { SESSION_IDLE_MINUTES } from '@/lib/auth/limits'
import { asWorkspaceId, type Role, type WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { asAppError } from '@/lib/database/failure'
import { isId } from '@/lib/ids'

export interface Session {
  sessionId: string
  user: {
    id: string
    email: string
    name: string
    locale: 'en' | 'he' | null
    theme: 'light' | 'dark' | 'system'
    hotkeys: boolean
    sound: boolean
    mustChangePassword: boolean
  }
  workspace: { id: WorkspaceId; name: string }
  roles: Role[]
  workspaces: { id: WorkspaceId; name: string }[]
}

const FIND = `
  SELECT s.id, s.last_seen_at < clock_timestamp() - interval '1 minute' AS stale,
    u.id AS user_id, u.email, u.name, u.locale, u.theme, u.hotkeys, u.sound, u.must_change_password,
    w.id AS workspace_id, w.name AS workspace_name, m.roles,
    (SELECT json_agg(json_build_object('id', o.id, 'name', o.name) ORDER BY o.name, o.id)
      FROM members om JOIN workspaces o ON o.id = om.workspace_id
      WHERE om.id = u.id AND om.removed_at IS NULL) AS workspaces
  FROM sessions s
  JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
  JOIN members m ON m.workspace_id = s.workspace_id AND m.id = s.user_id AND m.removed_at IS NULL
  JOIN workspaces w ON w.id = s.workspace_id
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND s.last_seen_at > clock_timestamp() - make_interval(mins => $2)`

interface Row {
  id: string
  stale: boolean
  user_id: string
  email: string
  name: string
  locale: 'en' | 'he' | null
  theme: 'light' | 'dark' | 'system'
  hotkeys: boolean
  sound: boolean
  must_change_password: boolean
  workspace_id: string
  workspace_name: string
  roles: Role[]
  workspaces: { id: string; name: string }[]
}

/**
 * Asked of the database on every call, so revoking a session, a role, a membership or a person works on the next request.
 * Null when any of them no longer holds. `use`: whether somebody is there, which keeps the session from running out.
 */
export async function findSession(sessionId: string, { use = true } = {}): Promise<Session | null> {
  if (!isId(sessionId)) return null
  const [row] = await query<Row>(FIND, [sessionId, SESSION_IDLE_MINUTES]).catch((error: unknown) => {
    throw asAppError(error)
  })
  if (!row) return null
  if (row.stale && use) await markSeen(sessionId)
  return {
    sessionId: row.id,
    user: {
      id: row.user_id,
      email: row.email,
      name: row.name,
      locale: row.locale,
      theme: row.theme,
      hotkeys: row.hotkeys,
      sound: row.sound,
      mustChangePassword: row.must_change_password,
    },
    workspace: { id: asWorkspaceId(row.workspace_id), name: row.workspace_name },
    roles: row.roles,
    workspaces: row.workspaces.map(({ id, name }) => ({ id: asWorkspaceId(id), name })),
  }
}

/** Use is no event and needs no audit entry; at most one write a minute. */
const markSeen = (sessionId: string) =>
  query(
    `UPDATE sessions SET last_seen_at = clock_timestamp()
      WHERE id = $1 AND last_seen_at < clock_timestamp() - interval '1 minute'`,
    [sessionId],
  )
