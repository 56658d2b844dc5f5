import { DEFAULTS, effectiveSettings, type EffectiveSettings, type SettingsRow } from '@/lib/agents/effective-settings'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { lately } from '@/lib/metrics/lately'

export interface AgentRow {
  id: string
  name: string
  team: string
  enabled: boolean
  archived: boolean
  trustCeiling: number
  lastSeenAt: Date | null
  /** In the last 30 days. */
  actions: number
  denied: number
}

export interface Agent extends AgentRow {
  description: string
  ownerId: string | null
  ownerName: string | null
  createdAt: Date
  createdBy: string
  liveKeys: number
  settings: EffectiveSettings
  settingsBy: string | null
  settingsAt: Date | null
}

const USE = `
  CROSS JOIN LATERAL (SELECT max(last_used_at) AS used, count(*) FILTER (WHERE revoked_at IS NULL) AS live
    FROM api_keys WHERE workspace_id = a.workspace_id AND agent_id = a.id) k
  CROSS JOIN LATERAL (SELECT max(created_at) AS last FROM agent_action_events WHERE workspace_id = a.workspace_id AND agent_id = a.id) e
  CROSS JOIN LATERAL (SELECT coalesce(sum(invocations), 0)::bigint AS total, coalesce(sum(denied), 0)::bigint AS denied
    FROM (${lately({ workspace: 'a.workspace_id', agent: 'a.id' })}) lately) n`
const COLUMNS = `a.id, a.name, a.team, coalesce(s.enabled, ${DEFAULTS.enabled}) AS enabled, a.archived_at IS NOT NULL AS archived,
  coalesce(s.trust_ceiling, ${DEFAULTS.trustCeiling}) AS "trustCeiling", greatest(k.used, e.last) AS "lastSeenAt", n.total AS actions, n.denied`
const SETTINGS = 'LEFT JOIN agent_settings s ON s.workspace_id = a.workspace_id AND s.agent_id = a.id'

const LIST = `SELECT ${COLUMNS} FROM (
    SELECT * FROM agents WHERE workspace_id = $1 AND id > $2 AND (archived_at IS NOT NULL) = $3
      AND ($4 = '' OR strpos(lower(id || ' ' || name || ' ' || team), lower($4)) > 0) ORDER BY id LIMIT $5) a
  ${SETTINGS} ${USE} ORDER BY a.id`

export const AGENTS_PAGE = 50

export interface AgentFilter {
  q: string
  archived: boolean
  /** The last id of the page before. */
  after: string
}

export async function listAgents(ctx: Ctx, { q, archived, after }: AgentFilter): Promise<{ agents: AgentRow[]; next: string | null }> {
  const rows = await query<AgentRow>(LIST, [ctx.workspace, after, archived, q, AGENTS_PAGE + 1])
  const agents = rows.slice(0, AGENTS_PAGE)
  return { agents, next: rows.length > AGENTS_PAGE ? (agents.at(-1)?.id ?? null) : null }
}

const FIND = `SELECT ${COLUMNS}, a.description, a.owner_id AS "ownerId", u.name AS "ownerName", a.created_at AS "createdAt",
    coalesce(maker.name, a.created_by) AS "createdBy", k.live AS "liveKeys", to_jsonb(s) AS stored,
    coalesce(changer.name, s.updated_by) AS "settingsBy", s.updated_at AS "settingsAt"
  FROM agents a ${SETTINGS} ${USE}
  LEFT JOIN users u ON u.id = a.owner_id LEFT JOIN users maker ON maker.email = a.created_by
  LEFT JOIN users changer ON changer.email = s.updated_by
  WHERE a.workspace_id = $1 AND a.id = $2`

export async function findAgent(ctx: Ctx, agentId: string): Promise<Agent | null> {
  const [row] = await query<Omit<Agent, 'settings'> & { stored: SettingsRow | null }>(FIND, [ctx.workspace, agentId])
  if (!row) return null
  const { stored, ...agent } = row
  return { ...agent, settings: effectiveSettings(stored) }
}

export interface KeyRow {
  id: string
  name: string
  prefix: string
  scopes: string[]
  createdAt: Date
  createdBy: string
  lastUsedAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
}

/** Live keys first, then the revoked ones, newest first; the latest hundred. */
export const listKeys = (ctx: Ctx, agentId: string) =>
  query<KeyRow>(
    `SELECT k.id, k.name, k.prefix, k.scopes, k.created_at AS "createdAt", coalesce(c.name, k.created_by) AS "createdBy",
        k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt", coalesce(r.name, k.revoked_by) AS "revokedBy"
       FROM api_keys k LEFT JOIN users c ON c.email = k.created_by LEFT JOIN users r ON r.email = k.revoked_by
      WHERE k.workspace_id = $1 AND k.agent_id = $2
      ORDER BY (k.revoked_at IS NOT NULL), k.created_at DESC, k.id DESC LIMIT 100`,
    [ctx.workspace, agentId],
  )

/** Whether the desk is still empty: what the first steps hang on. */
export async function readFirstSteps(ctx: Ctx): Promise<{ agents: boolean; actions: boolean }> {
  const [row] = await query<{ agents: boolean; actions: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM agents WHERE workspace_id = $1) AS agents,
       EXISTS (SELECT 1 FROM agent_action_events WHERE workspace_id = $1) AS actions`,
    [ctx.workspace],
  )
  return row ?? { agents: false, actions: false }
}

/** Who can be an owner: the active members, by name. */
export const listOwners = (ctx: Ctx) =>
  query<{ id: string; name: string; email: string }>(
    `SELECT m.id, u.name, u.email FROM members m JOIN users u ON u.id = m.id
      WHERE m.workspace_id = $1 AND m.removed_at IS NULL ORDER BY u.name, u.email LIMIT 1000`,
    [ctx.workspace],
  )
