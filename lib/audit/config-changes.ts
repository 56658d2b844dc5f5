import type { FieldChange } from '@/lib/audit/append'
import type { Ctx } from '@/lib/context'
import { writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'

/** One change of an agent, its settings, keys and permissions, or of a tool: by field, with who and when. */
export interface ConfigChange {
  id: string
  at: Date
  /** The person's name where it is one; else the id of the process. */
  by: string
  event: string
  agentId: string | null
  toolId: string | null
  /** Of the tool, to read amounts with. */
  currency: string | null
  /** What a key is called. */
  keyName: string | null
  changes: FieldChange[]
}

export interface ConfigChangePage {
  rows: ConfigChange[]
  next: string | null
}

const list = (column: 'agent_id' | 'tool_id', after: string) => `
  SELECT l.id, l."timestamp" AS at, coalesce(who.name, l.actor_id) AS by, l.action AS event, l.agent_id AS "agentId",
    l.tool_id AS "toolId", t.currency, coalesce(l.changes, '[]') AS changes,
    CASE WHEN l.action LIKE 'key.%' THEN coalesce(l.output_data, l.input_data)::jsonb ->> 'name' END AS "keyName"
  FROM (SELECT * FROM agent_audit_log
    WHERE workspace_id = $1 AND ${column} = $2 AND action_type = 'config' ${after}
    ORDER BY "timestamp" DESC, id DESC LIMIT $3) l
  LEFT JOIN users who ON l.actor_kind = 'user' AND who.email = l.actor_id
  LEFT JOIN tools t ON t.workspace_id = l.workspace_id AND t.id = l.tool_id
  ORDER BY l."timestamp" DESC, l.id DESC`

/** Newest first, by keyset. */
export async function listConfigChanges(
  ctx: Ctx, about: { agentId: string } | { toolId: string }, after: Cursor | null = null, size = 50,
): Promise<ConfigChangePage> {
  const [column, id] = 'agentId' in about ? (['agent_id', about.agentId] as const) : (['tool_id', about.toolId] as const)
  const values: unknown[] = [ctx.workspace, id, size + 1]
  if (after) values.push(after.at, after.id)
  const rows = await query<ConfigChange>(list(column, after ? 'AND ("timestamp", id) < ($4::timestamptz, $5::uuid)' : ''), values)
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > size && last ? writeCursor(last) : null }
}
