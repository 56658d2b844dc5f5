import type { WorkspaceId } from '@/lib/context'
import { query, type Sql } from '@/lib/db'
import { ACTIONS, DECISIONS, type Kind } from '@/lib/metrics/measures'
import { DAY, fitting, HOUR } from '@/lib/metrics/period'
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

const SIZES = `SELECT h.hour, (SELECT count(*) FROM agent_action_events e WHERE e.workspace_id = $1 AND e.created_at >= h.hour AND e.created_at < h.hour + interval '1 hour')::int AS size
  FROM unnest($2::timestamptz[]) WITH ORDINALITY AS h (hour, place) ORDER BY place`
/** Actions that are counted in one transaction, if one hour has not more: a transaction may not last (`lib/db.ts`). */
const MOST = 50_000

/** Counts the first of these hours again, as many as one transaction should, and their days. Answers how many. */
async function recount(sql: Sql, workspace: string, wanted: readonly Date[], most: number): Promise<number> {
  const sizes = await sql<{ size: number }>(SIZES, [workspace, wanted])
  const hours = wanted.slice(0, fitting(sizes.map(({ size }) => size), most))
  const days = [...new Set(hours.map((hour) => hour.toISOString().slice(0, 10)))]
  for (const { table, by, insert } of STEPS) {
    const buckets = by === 'hour' ? hours : days
    await sql(`DELETE FROM ${table} WHERE workspace_id = $1 AND ${by} = ANY ($2::${by === 'hour' ? 'timestamptz' : 'date'}[])`, [workspace, buckets])
    await sql(insert, [workspace, buckets])
  }
  return hours.length
}

/** Rebuilds the rollups of every hour that begins in the period from the rows themselves. Safe to repeat. */
export async function rollUp(workspace: WorkspaceId, from: Date, to: Date, most = MOST): Promise<void> {
  for (let day = Math.floor(from.getTime() / DAY) * DAY; day < to.getTime(); day += DAY) {
    let hours = Array.from({ length: 24 }, (_, index) => new Date(day + index * HOUR))
      .filter((hour) => hour.getTime() >= Math.floor(from.getTime() / HOUR) * HOUR && hour < to)
    while (hours.length > 0) {
      const left = hours
      const done = await sequenced(async ({ sql }) => {
        await sql(ALONE, [lockName(workspace)])
        return recount(sql, workspace, left, most)
      })
      hours = hours.slice(done)
    }
  }
}

const BATCH = 24
const DUE = 'SELECT DISTINCT workspace_id AS workspace FROM metrics_dirty'
const TAKE = `SELECT hour, mark FROM metrics_dirty WHERE workspace_id = $1 AND hour < $2 ORDER BY hour DESC LIMIT ${BATCH}`
const CLEAN = `DELETE FROM metrics_dirty d USING unnest($2::timestamptz[], $3::uuid[]) AS seen (hour, mark)
  WHERE d.workspace_id = $1 AND d.hour = seen.hour AND d.mark = seen.mark`

/** Counts again what has changed since, newest first, one batch a workspace. Answers how many hours it counted. */
export async function rollUpDue(most = MOST): Promise<number> {
  let all = 0
  for (const { workspace } of await query<{ workspace: string }>(DUE)) {
    // On from where the last transaction ended: an hour that never rests holds up none before it.
    for (let [done, before] = [0, 'infinity' as string | Date]; done < BATCH; ) {
      const counted = await takeDue(workspace, before, most)
      const last = counted.at(-1)
      if (!last) break
      done += counted.length
      all += counted.length
      before = last
    }
  }
  return all
}

const takeDue = (workspace: string, before: string | Date, most: number): Promise<Date[]> =>
  sequenced(async ({ sql }) => {
    const [lock] = await sql<{ mine: boolean }>(IF_ALONE, [lockName(workspace)])
    if (!lock?.mine) return []
    const due = await sql<{ hour: Date; mark: string }>(TAKE, [workspace, before])
    if (due.length === 0) return []
    // The rows are read after the marks: what changes in between has left another mark, which stays.
    const counted = due.slice(0, await recount(sql, workspace, due.map(({ hour }) => hour), most))
    const hours = counted.map(({ hour }) => hour)
    await sql(CLEAN, [workspace, hours, counted.map(({ mark }) => mark)])
    return hours
  })
