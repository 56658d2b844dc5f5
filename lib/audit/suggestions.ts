import { sortsOf } from '@/lib/audit/counted'
import type { AuditScope } from '@/lib/audit/schema'
import { binder } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

const MOST = 300
export type Suggestions = Record<'agent' | 'tool' | 'actor' | 'event', string[]>

/** Names that the log or the catalogue has, for whoever types a search. */
export async function suggestions(workspace: WorkspaceId, scope: AuditScope): Promise<Suggestions> {
  const { bind, values } = binder()
  bind(workspace)
  const logged = `(SELECT s.agent_id, s.tool_id, s.actor_id, s.event FROM audit_series s WHERE ${sortsOf({}, scope, bind)}) s`
  const of = (name: string, source: string) => `(SELECT '${name}' AS field, value FROM (${source}) found WHERE value <> '' GROUP BY value ORDER BY value LIMIT ${MOST})`
  const found = await query<{ field: keyof Suggestions; value: string }>(`
    ${of('agent', `SELECT agent_id AS value FROM ${logged} UNION SELECT id FROM agents WHERE workspace_id = $1`)}
    UNION ALL ${of('tool', `SELECT tool_id AS value FROM ${logged} UNION SELECT id FROM tools WHERE workspace_id = $1`)}
    UNION ALL ${of('actor', `SELECT actor_id AS value FROM ${logged}`)}
    UNION ALL ${of('event', `SELECT event AS value FROM ${logged}`)}`, values)
  const named = (field: keyof Suggestions) => found.filter((row) => row.field === field).map(({ value }) => value)
  return { agent: named('agent'), tool: named('tool'), actor: named('actor'), event: named('event') }
}
