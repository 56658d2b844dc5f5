interface Whose {
  /** SQL each: a place of the statement, or a column outside. */
  workspace: string
  agent?: string
  tool?: string
}

const EDGE = `(date_trunc('hour', statement_timestamp(), 'UTC') - interval '1 hour')`
const dayOf = (at: string) => `(${at} AT TIME ZONE 'UTC')::date`

/**
 * SQL: `invocations`, `denied` and `approvals_requested` of the last 30 UTC days, to be added up: whole days and hours from the
 * rollups, and the newest two hours from the rows, which the rollups may not know yet. `byTool`: with `tool_id`.
 */
export function lately({ workspace, agent, tool }: Whose, { byTool = false } = {}): string {
  const kind = tool || byTool ? 'tool' : 'agent'
  const whose = (named: string) => [`workspace_id = ${workspace}`, agent && `agent_id = ${agent}`, tool && `${named} = ${tool}`].filter(Boolean).join(' AND ')
  const columns = `${byTool ? 'tool_id, ' : ''}invocations, denied, approvals_requested`
  return `SELECT ${columns} FROM ${kind}_metrics WHERE ${whose('tool_id')} AND date > ${dayOf('statement_timestamp()')} - 30 AND date < ${dayOf(EDGE)}
    UNION ALL SELECT ${columns} FROM ${kind}_metrics_hourly WHERE ${whose('tool_id')} AND hour >= date_trunc('day', ${EDGE}, 'UTC') AND hour < ${EDGE}
    UNION ALL SELECT ${byTool ? 'tool_name, ' : ''}count(*), count(*) FILTER (WHERE decision = 'deny'), count(*) FILTER (WHERE decision = 'review')
      FROM agent_action_events WHERE ${whose('tool_name')} AND created_at >= ${EDGE} ${byTool ? 'GROUP BY 1' : ''}`
}
