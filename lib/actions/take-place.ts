import { HOUR_MS, type Hour } from '@/lib/actions/hour'
import { batching } from '@/lib/batching'
import type { Ctx } from '@/lib/context'
import { count } from '@/lib/db'

// For each agent all the places that it asks for, or none.
const TAKE = `
  INSERT INTO agent_hours AS counted (workspace_id, agent_id, hour, used)
  SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[]) AS asked (workspace_id, agent_id, hour, places) WHERE places <= $5
  ON CONFLICT (workspace_id, agent_id, hour) DO UPDATE SET used = counted.used + excluded.used WHERE counted.used + excluded.used <= $5
  RETURNING workspace_id, agent_id, hour, used`

interface Place {
  workspace: string
  agentId: string
  hour: Date
  limit: number
}
type Group = readonly Place[]

/**
 * Takes one of the hour's places: a conditional upsert, so of 64 callers with one place left exactly one gets it.
 * It is taken for good: a request that breaks off later has used it, so there are never more actions than places.
 */
export async function takePlace({ workspace }: Ctx, agentId: string, now: Date, limit: number): Promise<Hour> {
  const hour = new Date(now.getTime() - (now.getTime() % HOUR_MS))
  const used = await take({ workspace, agentId, hour, limit })
  return { used: used ?? limit, limit, within: used !== null }
}

/** Who comes at the same time asks together: many agents in one statement, and many places of one agent as their sum. */
const take = batching(
  async (places: Group): Promise<(number | null)[]> => {
    const numbers = new Map<Place, number>()
    for (const limit of new Set(places.map((place) => place.limit))) {
      const groups = grouped(places.filter((place) => place.limit === limit))
      await takeSums(groups, limit, numbers)
      for (const group of groups) if (group.some((place) => !numbers.has(place))) await takeOneByOne(group, limit, numbers)
    }
    return places.map((place) => numbers.get(place) ?? null)
  },
  { most: 64, lanes: 2 },
)

const nameOf = ({ workspace, agentId, hour }: Omit<Place, 'limit'>) => JSON.stringify([workspace, agentId, hour])

/** Of one agent and hour each, in one order everywhere, so that two statements never wait for each other. */
function grouped(places: Group): Group[] {
  const groups = new Map<string, Place[]>()
  for (const place of places) groups.set(nameOf(place), [...(groups.get(nameOf(place)) ?? []), place])
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

/** Numbers the places of each group that fits as a whole. */
async function takeSums(groups: readonly Group[], limit: number, numbers: Map<Place, number>): Promise<void> {
  const firsts = groups.flatMap(([first]) => first ?? [])
  const values = [firsts.map(({ workspace }) => workspace), firsts.map(({ agentId }) => agentId), firsts.map(({ hour }) => hour), groups.map(({ length }) => length), limit]
  const rows = await count<{ workspace_id: string; agent_id: string; hour: Date; used: number }>(TAKE, values)
  const counts = new Map(rows.map(({ workspace_id, agent_id, hour, used }) => [nameOf({ workspace: workspace_id, agentId: agent_id, hour }), used]))
  for (const group of groups) {
    const used = group[0] && counts.get(nameOf(group[0]))
    if (used !== undefined) for (const [index, place] of group.entries()) numbers.set(place, used - group.length + 1 + index)
  }
}

/** Where not all of them fitted, until there is none left. */
async function takeOneByOne(group: Group, limit: number, numbers: Map<Place, number>): Promise<void> {
  if (group.length < 2) return
  for (const place of group) {
    await takeSums([[place]], limit, numbers)
    if (!numbers.has(place)) return
  }
}
