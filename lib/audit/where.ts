import { REVIEWERS_KINDS, type AuditFilter, type AuditScope, type Cursor } from '@/lib/audit/schema'

export interface Page {
  after?: Cursor | null
  /** Turns the list round: what came just after the cursor. */
  newer?: boolean
}

const SEARCHED = ['l.action', 'l.actor_id', 'l.agent_id', 'l.tool_id', 'l.error_message']
const ACTION_NAMED = `EXISTS (SELECT 1 FROM agent_action_events e WHERE e.workspace_id = l.workspace_id AND e.id = l.action_id
  AND (e.action_name ILIKE ? OR e.action_name_he ILIKE ?))`
const WAS_ASKED = `EXISTS (SELECT 1 FROM agent_approvals p WHERE p.workspace_id = l.workspace_id AND p.action_id = l.action_id)`

/** `%` and `_` are what they look like, not wildcards. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Pure. The list's condition over `agent_audit_log l`, with its values; `?` may stand twice for one value. */
export function where(workspace: string, filter: AuditFilter, scope: AuditScope, page: Page = {}): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const parts: string[] = []
  const add = (sql: string, value: unknown) => {
    values.push(value)
    parts.push(sql.replaceAll('?', `$${values.length}`))
  }
  add('l.workspace_id = ?', workspace)
  if (filter.action) add('l.action_id = ?', filter.action)
  else {
    add('l."timestamp" >= ?', filter.from)
    add('l."timestamp" < ?', filter.until)
  }
  if (filter.kind) add('l.action_type = ?', filter.kind)
  if (filter.event) add('l.action = ?', filter.event)
  if (filter.agent) add('l.agent_id = ?', filter.agent)
  if (filter.tool) add('l.tool_id = ?', filter.tool)
  if (filter.actor) add('l.actor_id = ?', filter.actor)
  if (filter.client) add('l.client_id = ?', filter.client)
  if (filter.outcome) add('l.success = ?', filter.outcome === 'success')
  if (filter.search) add(`(${SEARCHED.map((column) => `${column} ILIKE ?`).join(' OR ')} OR ${ACTION_NAMED})`, containing(filter.search))
  if (scope === 'approvals') {
    add('l.action_type = ANY (?)', REVIEWERS_KINDS)
    parts.push(WAS_ASKED)
  }
  if (page.after) {
    values.push(page.after.at, page.after.id)
    parts.push(`(l."timestamp", l.id) ${page.newer ? '>' : '<'} ($${values.length - 1}::timestamptz, $${values.length}::uuid)`)
  }
  return { text: parts.join(' AND '), values }
}
