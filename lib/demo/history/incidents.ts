import type { AgentName } from '@/prisma/seed/agents'

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Span {
  from: number
  until: number
}

/** What somebody who reads the charts should find. */
export interface Incidents {
  /** Orders and refunds fail: the payments database has no connections left. */
  errors: Span
  /** One agent in a loop, until its hourly limit stops it. */
  runaway: Span & { agent: AgentName; times: number }
  /** One agent keeps asking for a tool that is blocked for it. */
  hammering: Span & { agent: AgentName; times: number }
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
  const burst = next(2, at(0.72)) + 9 * HOUR
  const loop = next(3, at(0.42)) + 3 * HOUR
  const blocked = next(1, at(0.58)) + 21 * HOUR
  const weekend = next(5, at(0.62))
  return {
    errors: { from: burst, until: burst + 3 * HOUR },
    runaway: { from: loop, until: loop + 2 * HOUR, agent: 'fraud-detection-agent', times: 14 },
    hammering: { from: blocked, until: blocked + 3 * HOUR, agent: 'refund-agent-basic', times: 4 },
    quiet: { from: weekend, until: weekend + 2 * DAY },
    dearer: startOfDay(at(0.5)),
  }
}

export const during = ({ from, until }: Span, at: number) => at >= from && at < until
