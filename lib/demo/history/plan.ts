import { AGENT_NAMES } from '../catalogue'
import type { AgentName } from '@/prisma/seed/agents'
import { timesUsual, type Incidents } from './incidents'
import { RHYTHMS } from './rhythm'

export const HOUR = 3_600_000

/** What one agent does in one hour. */
export interface Cell {
  hour: number
  agent: AgentName
  count: number
}

const GROWTH = 0.4

/** Pure, given its chance: `actions` spread over hours and agents, in order of time, exactly as many. */
export function plan(from: number, until: number, actions: number, incidents: Incidents, random: () => number): Cell[] {
  const weights: (Omit<Cell, 'count'> & { weight: number })[] = []
  for (let hour = Math.floor(from / HOUR) * HOUR; hour < until; hour += HOUR) {
    const at = new Date(hour)
    const share = Math.min(1, (hour + HOUR - from) / HOUR) * Math.min(1, (until - hour) / HOUR)
    const grown = 1 + (GROWTH * (hour - from)) / (until - from)
    for (const agent of AGENT_NAMES) {
      const { share: part, rhythm } = RHYTHMS[agent]
      weights.push({ hour, agent, weight: share * grown * part * rhythm(at.getUTCDay(), at.getUTCHours()) * timesUsual(incidents, agent, hour) * (0.7 + 0.6 * random()) })
    }
  }
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0)
  let [sum, done] = [0, 0]
  return weights.flatMap(({ hour, agent, weight }) => {
    sum += weight
    const count = Math.round((sum / whole) * actions) - done
    done += count
    return count > 0 ? [{ hour, agent, count }] : []
  })
}
