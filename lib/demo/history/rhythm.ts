import type { AgentName } from '@/prisma/seed/agents'

type Rhythm = (day: number, hour: number) => number

const hill = (hour: number, top: number, width: number) => Math.exp(-(((hour - top + 36) % 24 - 12) ** 2) / (2 * width * width))
const WEEK = [0.85, 1, 1, 1.05, 0.95, 0.5, 0.28]
const weekday = (day: number) => WEEK[day] ?? 1

/** Days count from Sunday, hours are UTC. */
const office: Rhythm = (day, hour) => weekday(day) * (0.04 + hill(hour, 8, 2) + 0.8 * hill(hour, 13, 2.2))
const customers: Rhythm = (day, hour) => (0.6 + 0.4 * weekday(day)) * (0.08 + 0.7 * hill(hour, 10, 3) + hill(hour, 18, 2.5))
const nights: Rhythm = (day, hour) => 0.05 + hill(hour, 2, 1.2) + (day === 1 ? 0.7 * hill(hour, 6, 1.5) : 0)
const always: Rhythm = (day) => 0.8 + 0.2 * weekday(day)
const machines: Rhythm = (day, hour) => 0.5 + 0.5 * weekday(day) * hill(hour, 12, 5)

/** How much of the whole each agent does, and when. */
export const RHYTHMS: Record<AgentName, { share: number; rhythm: Rhythm }> = {
  'support-agent-tier1': { share: 20, rhythm: customers },
  'support-agent-tier2': { share: 14, rhythm: customers },
  'refund-agent-basic': { share: 17, rhythm: customers },
  'refund-agent-senior': { share: 10, rhythm: office },
  'sales-agent': { share: 8, rhythm: office },
  'analytics-agent': { share: 7, rhythm: nights },
  'admin-agent-dev': { share: 8, rhythm: office },
  'admin-agent-prod': { share: 6, rhythm: machines },
  'fraud-detection-agent': { share: 9, rhythm: always },
  'test-agent-restricted': { share: 1, rhythm: office },
}
