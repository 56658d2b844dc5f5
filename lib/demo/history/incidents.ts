import type { AgentName } from '@/prisma/seed/agents'

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Span {
  from: number
  until: number
}

/** Some agents do so many times what they usually do. */
interface Unusual extends Span {
  agents: readonly AgentName[]
  times: number
}

/** What somebody who reads the charts should find. */
export interface Incidents {
  /** Orders and refunds fail, and are tried again: the payments database has no connections left. */
  errors: Unusual
  /** One agent in a loop, until its hourly limit stops it. */
  runaway: Unusual
  /** One agent keeps asking for a tool that is blocked for it. */
  hammering: Unusual
  /** Hardly anybody at the desk: questions expire. */
  quiet: Span
  /** From here on, tokens cost more. */
  dearer: number
}

const startOfDay = (at: number) => Math.floor(at / DAY) * DAY
/** The first such weekday (0 is Sunday) at or after a moment. */
const next = (weekday: number, at: number) => {
  const day = startOfDay(at)
  return day + ((weekday - new Date(day).getUTCDay() + 7) % 7) * DAY
}

/** Pure: the same days of every history, one after the other. */
export function incidentsIn(from: number, until: number): Incidents {
  const at = (part: number) => from + (until - from) * part
  const burst = next(2, at(0.72)) + 15 * HOUR
  const loop = next(3, at(0.42)) + 3 * HOUR
  const blocked = next(1, at(0.58)) + 21 * HOUR
  const weekend = next(5, at(0.62))
  return {
    errors: { from: burst, until: burst + 5 * HOUR, agents: ['refund-agent-basic', 'support-agent-tier2'], times: 3 },
    runaway: { from: loop, until: loop + 2 * HOUR, agents: ['fraud-detection-agent'], times: 14 },
    hammering: { from: blocked, until: blocked + 3 * HOUR, agents: ['refund-agent-basic'], times: 12 },
    quiet: { from: weekend, until: weekend + 2 * DAY },
    dearer: startOfDay(at(0.5)),
  }
}

/** By how much an agent does more than usual in an hour. */
export const timesUsual = ({ errors, runaway, hammering }: Incidents, agent: AgentName, hour: number) =>
  [errors, runaway, hammering].reduce((times, each) => (each.agents.includes(agent) && during(each, hour) ? times * each.times : times), 1)

export const during = ({ from, until }: Span, at: number) => at >= from && at < until
