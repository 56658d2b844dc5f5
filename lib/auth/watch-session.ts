import { SESSION_IDLE_MINUTES } from '@/lib/auth/limits'
import { query } from '@/lib/db'

const HOLDS = `
  SELECT s.workspace_id || ' ' || array_to_string(m.roles, ',') AS mark
  FROM sessions s
  JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
  JOIN members m ON m.workspace_id = s.workspace_id AND m.id = s.user_id AND m.removed_at IS NULL
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
    AND s.last_seen_at > clock_timestamp() - make_interval(mins => $2)`

/**
 * Workspace and roles of a session in one word, or null when it no longer holds. For streams, which ask again and
 * again and end when the word changes; unlike findSession it does not count as use, so an open stream keeps nobody signed in.
 */
export async function sessionMark(sessionId: string): Promise<string | null> {
  const [row] = await query<{ mark: string }>(HOLDS, [sessionId, SESSION_IDLE_MINUTES])
  return row?.mark ?? null
}
