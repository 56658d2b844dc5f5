import { SESSION_IDLE_MINUTES } from '@/lib/auth/limits'
import type { Ctx, Role } from '@/lib/context'
import { query } from '@/lib/db'
import { ownId } from '@/lib/users/own-id'

export interface MemberRow {
  id: string
  email: string
  name: string
  roles: Role[]
  joinedAt: Date
  /** In this workspace; null when they never came. */
  lastSeenAt: Date | null
  sessions: number
  /** They still have to change a one-time password; `expired` when it is too late for that. */
  oneTime: 'waiting' | 'expired' | null
}

const OPEN = `s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
  AND s.last_seen_at > clock_timestamp() - interval '${SESSION_IDLE_MINUTES} minutes'`

const MEMBER = `
  SELECT m.id, u.email, u.name, m.roles, m.created_at AS "joinedAt",
    (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = m.id AND s.workspace_id = m.workspace_id) AS "lastSeenAt",
    (SELECT count(*) FROM sessions s WHERE s.user_id = m.id AND s.workspace_id = m.workspace_id AND ${OPEN}) AS sessions,
    CASE WHEN NOT u.must_change_password THEN NULL
      WHEN u.password_expires_at <= clock_timestamp() THEN 'expired' ELSE 'waiting' END AS "oneTime"
  FROM members m JOIN users u ON u.id = m.id
  WHERE m.workspace_id = $1 AND m.removed_at IS NULL`

const MEMBERS_PAGE = 100

/** Members by e-mail; `after` is the last e-mail of the page before. One more than a page says that there is more. */
export async function listMembers(ctx: Ctx, after = ''): Promise<{ members: MemberRow[]; next: string | null }> {
  const rows = await query<MemberRow>(`${MEMBER} AND u.email > $2 ORDER BY u.email LIMIT $3`, [ctx.workspace, after, MEMBERS_PAGE + 1])
  const members = rows.slice(0, MEMBERS_PAGE)
  return { members, next: rows.length > MEMBERS_PAGE ? (members.at(-1)?.email ?? null) : null }
}

export async function findMember(ctx: Ctx, userId: string): Promise<MemberRow | null> {
  return (await query<MemberRow>(`${MEMBER} AND m.id = $2`, [ctx.workspace, userId]))[0] ?? null
}

export interface SessionRow {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  ip: string | null
  userAgent: string | null
  workspaceName: string
}

const SESSION = `SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt",
    s.ip, s.user_agent AS "userAgent", w.name AS "workspaceName"
  FROM sessions s JOIN workspaces w ON w.id = s.workspace_id WHERE s.user_id = $1 AND ${OPEN}`
const NEWEST = 'ORDER BY s.last_seen_at DESC, s.id DESC LIMIT 100'

/** One's own open sessions, in every workspace. */
export const listOwnSessions = (ctx: Ctx) => query<SessionRow>(`${SESSION} ${NEWEST}`, [ownId(ctx)])

/** A member's open sessions in this workspace. */
export const listMemberSessions = (ctx: Ctx, userId: string) =>
  query<SessionRow>(`${SESSION} AND s.workspace_id = $2 ${NEWEST}`, [userId, ctx.workspace])
