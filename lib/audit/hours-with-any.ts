import { countsWithin, missedWithin, MOST_WAITING, seriesOf, sortsOf, waitingWithin } from '@/lib/audit/counted'
import { isCounted, type AuditFilter, type AuditScope } from '@/lib/audit/schema'
import { DIMENSIONS } from '@/lib/audit/search'
import { binder } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { HOUR } from '@/lib/metrics/period'

type Times = Pick<AuditFilter, 'from' | 'until'>

/** The times outside which nothing matches, newest first: where the counts know it, runs of hours; else all of the filter's. */
export async function hoursWithAny(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter): Promise<Times[]> {
  const everything = scope === 'all' && DIMENSIONS.every((name) => !filter[name])
  if (everything || !isCounted(filter)) return [filter]
  const { bind, values } = binder()
  bind(workspace)
  const first = new Date(Math.floor(filter.from.getTime() / HOUR) * HOUR)
  // One statement, so one snapshot: an entry is either counted or still waiting.
  const [found] = await query<{ hours: Date[]; waiting: number }>(`
    SELECT ARRAY(
      SELECT c.at FROM (${countsWithin(first, filter.until, seriesOf(sortsOf(filter, scope, bind)), bind, 1)}) c WHERE c.entries > 0
      UNION SELECT date_trunc('hour', l."timestamp", 'UTC') FROM ${waitingWithin(first, filter.until, bind)}
      UNION SELECT m.hour FROM ${missedWithin(first, filter.until, bind)} ORDER BY 1 DESC) AS hours,
      (SELECT count(*) FROM (SELECT FROM audit_pending w WHERE w.workspace_id = $1 LIMIT ${MOST_WAITING}) most) AS waiting`, values)
  if (!found || found.waiting >= MOST_WAITING) return [filter]
  const runs: Times[] = []
  for (const at of found.hours) {
    const run = runs.at(-1)
    if (run?.from.getTime() === at.getTime() + HOUR) run.from = at
    else runs.push({ from: at, until: new Date(at.getTime() + HOUR) })
  }
  return runs.map(({ from, until }) => ({ from: from < filter.from ? filter.from : from, until: until > filter.until ? filter.until : until }))
}
