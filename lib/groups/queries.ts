import type { Ctx, Role } from '@/lib/context'
import { query } from '@/lib/db'

export interface GroupMember {
  id: string
  name: string
  email: string
  /** Holds the reviewer role and can sign in; without it a member of a group decides nothing. */
  decides: boolean
}

export interface GroupRow {
  id: string
  name: string
  members: GroupMember[]
  /** The tools that ask this group, and the most people one of them needs. */
  tools: string[]
  required: number
}

const DECIDES = `'reviewer' = ANY(m.roles) AND u.disabled_at IS NULL`
const LIST = `
  SELECT g.id, g.name,
    (SELECT coalesce(json_agg(json_build_object('id', m.id, 'name', u.name, 'email', u.email, 'decides', ${DECIDES}) ORDER BY u.email), '[]')
      FROM reviewer_group_members gm
      JOIN members m ON m.workspace_id = gm.workspace_id AND m.id = gm.member_id AND m.removed_at IS NULL
      JOIN users u ON u.id = m.id
      WHERE gm.workspace_id = g.workspace_id AND gm.group_id = g.id) AS members,
    coalesce(t.tools, '{}') AS tools, coalesce(t.required, 0) AS required
  FROM reviewer_groups g
  LEFT JOIN LATERAL (SELECT array_agg(id ORDER BY id) AS tools,
      max(CASE WHEN trust_level = 4 THEN greatest(required_approvals, 2) ELSE required_approvals END)::int AS required
    FROM tools WHERE workspace_id = g.workspace_id AND reviewer_group = g.id) t ON true
  WHERE g.workspace_id = $1 ORDER BY g.name, g.id LIMIT 500`

/** Every group with its people and the tools that ask it. */
export const listGroups = (ctx: Ctx) => query<GroupRow>(LIST, [ctx.workspace])

export interface Candidate extends GroupMember {
  roles: Role[]
}

const CANDIDATES = `
  SELECT m.id, u.name, u.email, m.roles, ${DECIDES} AS decides FROM members m JOIN users u ON u.id = m.id
  WHERE m.workspace_id = $1 AND m.removed_at IS NULL ORDER BY NOT (${DECIDES}), u.email LIMIT 1000`

/** Everyone who could be put into a group; those who can decide come first. */
export const listCandidates = (ctx: Ctx) => query<Candidate>(CANDIDATES, [ctx.workspace])
