import type { Client } from 'pg'
import { facets } from '@/lib/audit/facets'
import { histogram } from '@/lib/audit/histogram'
import { listEntries } from '@/lib/audit/list'
import { filterFor, type AuditFilter } from '@/lib/audit/schema'
import { parseSearch } from '@/lib/audit/search'
import { asWorkspaceId } from '@/lib/context'
import { before, periodOf } from '@/lib/metrics/period'
import { actionsOverTime, asked, busyHours, byAgent, byTool, decisionsOverTime } from '@/lib/metrics/queries'
import { share, timed, type Figure } from './figures'

const BARE_PAGE = `SELECT id, "timestamp", action, actor_id, agent_id, tool_id FROM agent_audit_log WHERE workspace_id = $1 ORDER BY "timestamp" DESC, id DESC LIMIT 50`
const BARE_CHART = 'SELECT date, invocations FROM workspace_metrics WHERE workspace_id = $1 ORDER BY date DESC LIMIT 90'
const SIZES = `SELECT (SELECT sum(invocations) FROM workspace_metrics WHERE workspace_id = $1)::float8 AS actions,
  (SELECT reltuples FROM pg_class WHERE oid = 'agent_audit_log'::regclass)::float8 AS entries`
/** Counted ones, rare and frequent, then those that rows have to be looked at for. */
const SEARCHES = ['', 'kind:approval success:false', 'agent:refund-agent-basic kind:error', 'tool:issue_refund event:approval.decided', 'event:approval.edited', 'amount:>500', '"cracked"']
const DEEP_DAYS = [1, 45, 89]
const DAY = 86_400_000

/** What auditors and managers wait for, over 90 days: the queries of the explorer and of the charts, warm. */
export async function benchReading(owner: Client, id: string, times: number): Promise<Figure[]> {
  const workspace = asWorkspaceId(id)
  const { rows } = await owner.query<{ actions: number; entries: number }>(SIZES, [workspace])
  const size = `${Math.round((rows[0]?.actions ?? 0) / 1000)} k actions, ${Math.round((rows[0]?.entries ?? 0) / 1000)} k entries`
  const period = periodOf({ period: '90d' }, new Date())
  const filterOf = (text: string): AuditFilter => filterFor(parseSearch(text).terms, period.from, period.until)
  const barePage = share(await timed(times, () => owner.query({ name: 'bare-page', text: BARE_PAGE, values: [workspace] })), 0.5)
  const bareChart = share(await timed(times, () => owner.query({ name: 'bare-chart', text: BARE_CHART, values: [workspace] })), 0.5)
  const figures: Figure[] = []
  const measure = async (what: string, floor: number, floorIs: string, work: () => Promise<unknown>) => {
    const took = await timed(times, work)
    figures.push({ what, unit: 'ms', ours: share(took, 0.5), p99: share(took, 0.99), floor, floorIs, ratio: share(took, 0.5) / floor, note: size })
  }
  const rowsByIndex = 'the bare SELECT of 50 rows by its index'
  for (const text of SEARCHES) {
    const filter = filterOf(text)
    const named = text ? ` of "${text}"` : ''
    await measure(`explorer: first page${named}`, barePage, rowsByIndex, () => listEntries(workspace, 'all', filter))
    await measure(`explorer: facets${named}`, barePage, rowsByIndex, () => facets(workspace, 'all', filter))
    await measure(`explorer: histogram${named}`, barePage, rowsByIndex, () => histogram(workspace, 'all', filter))
  }
  for (const days of DEEP_DAYS) {
    const after = { at: new Date(Date.now() - days * DAY).toISOString(), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
    await measure(`explorer: a page ${days} days deep`, barePage, rowsByIndex, () => listEntries(workspace, 'all', filterOf(''), { after }))
  }
  const charts = (of: { agent?: string; tool?: string }) => () => {
    const all = { period, ...of }
    return Promise.all([
      actionsOverTime(workspace, all), actionsOverTime(workspace, { ...all, period: before(period) }), asked(workspace, all), decisionsOverTime(workspace, all),
      byAgent(workspace, all), byTool(workspace, all), busyHours(workspace, all),
    ])
  }
  const daily = 'the bare SELECT of 90 daily sums'
  await measure('charts of 90 days: all of the page', bareChart, daily, charts({}))
  await measure('charts of 90 days: of one tool', bareChart, daily, charts({ tool: 'issue_refund' }))
  await measure('charts of 90 days: of one agent', bareChart, daily, charts({ agent: 'refund-agent-basic' }))
  return figures
}
