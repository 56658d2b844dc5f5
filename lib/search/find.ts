import { entryById } from '@/lib/audit/queries'
import { scopeOf } from '@/lib/audit/schema'
import { containing } from '@/lib/audit/where'
import { can, type PersonPermission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'

export type HitKind = 'agent' | 'tool' | 'approval' | 'action' | 'person' | 'entry'

/** Something that the palette leads to. What agents wrote in it is drawn as their text. */
export interface Hit {
  kind: HitKind
  id: string
  title: string
  titleHe: string | null
  /** Who or what it is about, in small print. */
  about: string | null
}

const EACH = 6
/** Approvals have no index over their names: the newest are looked through, and older ones found by id or in the audit log. */
export const APPROVALS_LOOKED = 2_000

const named = (table: 'agents' | 'tools') => `
  SELECT id, name AS title, NULL AS "titleHe", id AS about FROM ${table} WHERE workspace_id = $1 AND (id ILIKE $2 OR name ILIKE $2)
  ORDER BY lower(id) <> lower($3), id LIMIT ${EACH}`
const WAYS: readonly { kind: HitKind; permission: PersonPermission; text: string; byId?: string }[] = [
  { kind: 'agent', permission: 'agents.read', text: named('agents') },
  { kind: 'tool', permission: 'tools.read', text: named('tools') },
  {
    kind: 'approval',
    permission: 'approvals.read',
    text: `SELECT id, action_name AS title, action_name_he AS "titleHe", agent_id AS about FROM (
        SELECT * FROM agent_approvals WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${APPROVALS_LOOKED}) newest
      WHERE action_name ILIKE $2 OR action_name_he ILIKE $2 ORDER BY status <> 'pending', lower(action_name) <> lower($3), created_at DESC, id DESC LIMIT ${EACH}`,
    byId: `SELECT id, action_name AS title, action_name_he AS "titleHe", agent_id AS about FROM agent_approvals WHERE workspace_id = $1 AND id = $2`,
  },
  {
    kind: 'person',
    permission: 'members.read',
    text: `SELECT m.id, u.name AS title, NULL AS "titleHe", u.email AS about FROM members m JOIN users u ON u.id = m.id
      WHERE m.workspace_id = $1 AND m.removed_at IS NULL AND (u.name ILIKE $2 OR u.email ILIKE $2) ORDER BY lower(u.email) <> lower($3), u.email LIMIT ${EACH}`,
    byId: `SELECT m.id, u.name AS title, NULL AS "titleHe", u.email AS about FROM members m JOIN users u ON u.id = m.id
      WHERE m.workspace_id = $1 AND m.removed_at IS NULL AND m.id = $2`,
  },
]
const ACTION = `SELECT id, action_name AS title, action_name_he AS "titleHe", agent_id AS about FROM agent_action_events WHERE workspace_id = $1 AND id = $2`

/** What this person may see here that has these words in its name or this id; a few of each kind. */
export async function find(ctx: Ctx, words: string): Promise<Hit[]> {
  const { actor, workspace } = ctx
  const text = words.trim()
  if (actor.kind !== 'user' || !text) return []
  const may = (permission: PersonPermission) => can(actor.roles, permission)
  const as = (kind: HitKind) => (found: Omit<Hit, 'kind'>[]) => found.map((hit): Hit => ({ ...hit, kind }))
  const id = text.toLowerCase()
  if (isId(id)) {
    const [entry, ...others] = await Promise.all([
      may('audit.read') ? entryById(workspace, scopeOf(actor), id) : null,
      may('approvals.read') ? query<Omit<Hit, 'kind'>>(ACTION, [workspace, id]).then(as('action')) : [],
      ...WAYS.map(({ kind, permission, byId }) => (byId && may(permission) ? query<Omit<Hit, 'kind'>>(byId, [workspace, id]).then(as(kind)) : [])),
    ])
    const entries: Hit[] = entry ? [{ kind: 'entry', id, title: entry.event, titleHe: null, about: entry.actorId }] : []
    return [...entries, ...others.flat()]
  }
  const found = await Promise.all(
    WAYS.map(({ kind, permission, text: search }) => (may(permission) ? query<Omit<Hit, 'kind'>>(search, [workspace, containing(text), text]).then(as(kind)) : [])),
  )
  return found.flat()
}
