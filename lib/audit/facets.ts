import { ASKED } from '@/lib/audit/count'
import { countsWithin, missedWithin, MOST_WAITING, seriesOf, sortsOf, waitingWithin } from '@/lib/audit/counted'
import { MOST_LOOKED_AT } from '@/lib/audit/list'
import { isCounted, REVIEWERS_KINDS, type AuditFilter, type AuditScope } from '@/lib/audit/schema'
import { DIMENSIONS, type Dimension } from '@/lib/audit/search'
import { binder, inGroupOf, picks, where, type Bind } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

const MOST_VALUES = 50

export interface FacetValue {
  value: string
  count: number
}
export interface Facets {
  total: number
  /** Null where everything was counted; else how far back. */
  countedTo: Date | null
  /** More wait for their place in the log than are counted one by one, or some are to be counted again. */
  behind: boolean
  values: Record<Dimension, FacetValue[]>
}

const NAMES = `kind, event, agent, tool, actor, success`

/** One list of values per dimension, commonest first: counted with everything the filter asks but of that dimension itself. */
function perDimension(filter: Partial<AuditFilter>, bind: Bind): string {
  const asked = Object.fromEntries(DIMENSIONS.map((name) => [name, picks(`counted.${name}`, filter[name], bind)]))
  const others = (but?: Dimension) => DIMENSIONS.filter((name) => name !== but).flatMap((name) => asked[name] ?? []).join(' AND ') || 'true'
  const facet = (name: Dimension) => `(SELECT '${name}' AS facet, ${name} AS value, sum(entries) AS count FROM counted
    WHERE ${others(name)} AND ${name} <> '' GROUP BY ${name} HAVING sum(entries) > 0 ORDER BY 3 DESC, 2 LIMIT ${MOST_VALUES})`
  return `${DIMENSIONS.map(facet).join('\n  UNION ALL ')}
  UNION ALL SELECT 'total', '', coalesce(sum(entries), 0) FROM counted WHERE ${others()}`
}

/** How many entries match, and how they divide; between whole hours. */
export function facets(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, most = MOST_LOOKED_AT): Promise<Facets> {
  return isCounted(filter) ? fromCounts(workspace, scope, filter) : fromRows(workspace, scope, filter, most)
}

async function fromCounts(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter): Promise<Facets> {
  const { bind, values } = binder()
  bind(workspace)
  const seen = scope === 'all' ? 'true' : `l.action_type = ANY (${bind(REVIEWERS_KINDS)}) AND p.id IS NOT NULL AND ${inGroupOf(bind(scope.reviewer), 'p.reviewer_group', 'p.reviewer_group IS NULL')}`
  // One statement, so one snapshot: an entry is either counted or still waiting, never both.
  const found = await query<FacetRow>(`
    WITH waiting AS MATERIALIZED (
      SELECT l.*, p.id AS approval, ${seen} AS seen FROM (SELECT l.* FROM ${waitingWithin(filter.from, filter.until, bind)}) l ${ASKED}),
    counted AS MATERIALIZED (
      SELECT s.kind, s.event, s.agent_id AS agent, s.tool_id AS tool, s.actor_id AS actor, s.success::text AS success, c.entries
      FROM (SELECT series, sum(entries) AS entries FROM (${countsWithin(filter.from, filter.until, seriesOf(sortsOf({}, scope, bind)), bind, 720)}) counts GROUP BY series) c
      JOIN audit_series s ON s.workspace_id = $1 AND s.id = c.series
      UNION ALL SELECT action_type, action, coalesce(agent_id, ''), coalesce(tool_id, ''), actor_id, success::text, 1 FROM waiting WHERE seen)
    ${perDimension(filter, bind)}
    UNION ALL SELECT 'waiting', '', (SELECT count(*) FROM (SELECT FROM audit_pending w WHERE w.workspace_id = $1 LIMIT ${MOST_WAITING}) most)
    UNION ALL SELECT 'missed', '', (SELECT count(*) FROM ${missedWithin(filter.from, filter.until, bind)})`, values)
  return read(found, null)
}

async function fromRows(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, most: number): Promise<Facets> {
  const { pinned, rest, values } = where(workspace, filter, scope)
  const found = await query<FacetRow & { oldest: Date | null }>(`
    WITH looked AS MATERIALIZED (
      SELECT l."timestamp" AS at, l.action_type AS kind, l.action AS event, coalesce(l.agent_id, '') AS agent, coalesce(l.tool_id, '') AS tool, l.actor_id AS actor,
        l.success::text AS success, (${rest}) AS matches
      FROM (SELECT * FROM agent_audit_log l WHERE ${pinned} ORDER BY l."timestamp" DESC, l.id DESC LIMIT ${most}) l),
    counted AS (SELECT ${NAMES}, count(*) AS entries FROM looked WHERE matches GROUP BY ${NAMES})
    SELECT *, (SELECT CASE WHEN count(*) = ${most} THEN min(at) END FROM looked) AS oldest FROM (${perDimension({}, () => '')}) facets`, values)
  return read(found, found[0]?.oldest ?? null)
}

interface FacetRow {
  facet: Dimension | 'total' | 'waiting' | 'missed'
  value: string
  count: string
}

function read(found: readonly FacetRow[], countedTo: Date | null): Facets {
  const of = (facet: FacetRow['facet']) => found.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count: Number(count) }))
  return {
    total: of('total')[0]?.count ?? 0,
    countedTo,
    behind: (of('waiting')[0]?.count ?? 0) >= MOST_WAITING || (of('missed')[0]?.count ?? 0) > 0,
    values: Object.fromEntries(DIMENSIONS.map((name) => [name, of(name)])) as Facets['values'],
  }
}
