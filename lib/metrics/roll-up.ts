import type { WorkspaceId } from '@/lib/context'
import { query, type Sql } from '@/lib/db'
import { ACTIONS, DECISIONS, type Kind } from '@/lib/metrics/measures'
import { DAY, HOUR } from '@/lib/metrics/period'
import { sequenced } from '@/lib/transact'

/** What is counted again, and how: the old rows go, then the new ones come. `$2` is hours, or the days they lie in. */
interface Step {
  table: string
  by: 'hour' | 'date'
  insert: string
}

function step(table: string, kind: Kind, by: Step['by'], keys: readonly string[], sums: string): Step {
  const known = [...keys, by].join(', ')
  const columns = [...Object.keys(kind.measures), ...Object.keys(kind.derived)].join(', ')
  const values = [...Object.keys(kind.measures), ...Object.values(kind.derived)].join(', ')
  return { table, by, insert: `INSERT INTO ${table} (workspace_id, ${known}, ${columns}) SELECT $1, ${known}, ${values} FROM (${sums}) AS counted` }
}

/** Counted from rows; `keys` says where each key is in them. */
function fromRows(table: string, kind: Kind, keys: Record<string, string>): Step {
  const sums = Object.entries(kind.measures).map(([column, { rows }]) => `${rows} AS ${column}`)
  const named = Object.entries(keys).map(([column, source]) => `${source} AS ${column}`)
  return step(table, kind, 'hour', Object.keys(keys), `
    SELECT h.hour, ${[...named, ...sums].join(', ')} FROM unnest($2::timestamptz[]) AS h (hour) ${kind.from}
    GROUP BY h.hour, ${Object.values(keys).join(', ')}`)
}

/** Put together from a rollup with more keys, or of hours where this one is of days. */
function fromFiner(table: string, kind: Kind, by: Step['by'], keys: readonly string[], finer: string, within = `f.${by} = b.at`): Step {
  const sums = Object.entries(kind.measures).map(([column, { merged }]) => `${merged(`f.${column}`)} AS ${column}`)
  return step(table, kind, by, keys, `
    SELECT b.at AS ${by}, ${[...keys.map((key) => `f.${key}`), ...sums].join(', ')}
    FROM unnest($2::${by === 'hour' ? 'timestamptz' : 'date'}[]) AS b (at) JOIN ${finer} f ON f.workspace_id = $1 AND ${within}
    GROUP BY ${['b.at', ...keys.map((key) => `f.${key}`)].join(', ')}`)
}

const OF_THE_DAY = `f.hour >= b.at::timestamp AT TIME ZONE 'UTC' AND f.hour < (b.at + 1)::timestamp AT TIME ZONE 'UTC'`
const [AGENT, TOOL, REVIEWER] = ['agent_id', 'tool_id', 'reviewer'] as const
const STEPS = [
  fromRows('tool_metrics_hourly', ACTIONS, { agent_id: 'a.agent_id', tool_id: 'a.tool_name' }),
  fromRows('reviewer_tool_metrics_hourly', DECISIONS, { reviewer: 'p.resolved_by', agent_id: 'p.agent_id', tool_id: 'p.tool_id' }),
  fromFiner('agent_metrics_hourly', ACTIONS, 'hour', [AGENT], 'tool_metrics_hourly'),
  fromFiner('workspace_metrics_hourly', ACTIONS, 'hour', [], 'agent_metrics_hourly'),
  fromFiner('reviewer_metrics_hourly', DECISIONS, 'hour', [REVIEWER], 'reviewer_tool_metrics_hourly'),
  fromFiner('tool_metrics', ACTIONS, 'date', [AGENT, TOOL], 'tool_metrics_hourly', OF_THE_DAY),
  fromFiner('agent_metrics', ACTIONS, 'date', [AGENT], 'agent_metrics_hourly', OF_THE_DAY),
  fromFiner('workspace_metrics', ACTIONS, 'date', [], 'workspace_metrics_hourly', OF_THE_DAY),
  fromFiner('reviewer_tool_metrics', DECISIONS, 'date', [REVIEWER, AGENT, TOOL], 'reviewer_tool_metrics_hourly', OF_THE_DAY),
  fromFiner('reviewer_metrics', DECISIONS, 'date', [REVIEWER], 'reviewer_metrics_hourly', OF_THE_DAY),
]

const ALONE = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'
const IF_ALONE = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine'
const lockName = (workspace: string) => `countersign:metrics:${workspace}`

async function recount(sql: Sql, workspace: string, hours: readonly Date[]): Promise<void> {
  const days = [...new Set(hours.map((hour) => hour.toISOString().slice(0, 10)))]
  for (const { table, by, insert } of STEPS) {
    const buckets = by === 'hour' ? hours : days
    await sql(`DELETE FROM ${table} WHERE workspace_id = $1 AND ${by} = ANY ($2::${by === 'hour' ? 'timestamptz' : 'date'}[])`, [workspace, buckets])
    await sql(insert, [workspace, buckets])
  }
}

/** Rebuilds the rollups of every hour that begins in the period from the rows themselves, a day in a transaction. Safe to repeat. */
export async function rollUp(workspace: WorkspaceId, from: Date, to: Date): Promise<void> {
  for (let day = Math.floor(from.getTime() / DAY) * DAY; day < to.getTime(); day += DAY) {
    const hours = Array.from({ length: 24 }, (_, index) => new Date(day + index * HOUR))
      .filter((hour) => hour.getTime() >= Math.floor(from.getTime() / HOUR) * HOUR && hour < to)
    await sequenced(async ({ sql }) => {
      await sql(ALONE, [lockName(workspace)])
      await recount(sql, workspace, hours)
    })
  }
}

const BATCH = 24
const DUE = 'SELECT DISTINCT workspace_id AS workspace FROM metrics_dirty'
const TAKE = `SELECT hour, mark FROM metrics_dirty WHERE workspace_id = $1 ORDER BY hour DESC LIMIT ${BATCH}`
const CLEAN = `DELETE FROM metrics_dirty d USING unnest($2::timestamptz[], $3::uuid[]) AS seen (hour, mark)
  WHERE d.workspace_id = $1 AND d.hour = seen.hour AND d.mark = seen.mark`

/** Counts again what has changed since, newest first, one batch a workspace. Answers how many hours it counted. */
export async function rollUpDue(): Promise<number> {
  let done = 0
  for (const { workspace } of await query<{ workspace: string }>(DUE)) {
    done += await sequenced(async ({ sql }) => {
      const [lock] = await sql<{ mine: boolean }>(IF_ALONE, [lockName(workspace)])
      if (!lock?.mine) return 0
      const due = await sql<{ hour: Date; mark: string }>(TAKE, [workspace])
      const hours = due.map(({ hour }) => hour)
      // The rows are read after the marks: what changes in between has left another mark, which stays.
      await recount(sql, workspace, hours)
      await sql(CLEAN, [workspace, hours, due.map(({ mark }) => mark)])
      return due.length
    })
  }
  return done
}
