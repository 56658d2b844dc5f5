import type { AgentName } from '@/prisma/seed/agents'
import { articles } from '@/prisma/seed/articles'
import { oneOf } from '@/prisma/seed/random'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'
import { exportRequest, type Segment } from '../agents/analytics'
import { healthRequest, logsRequest, restartRequest } from '../agents/operations'
import { lookUpRequest } from '../agents/order'
import { refundRequest } from '../agents/refund'
import { customerRequest, searchRequest, ticketRequest } from '../agents/support'
import { complaints, help, problems, slow } from '../agents/words'
import type { Random } from './chance'
import type { Shop } from './shop'

/** One thing an agent does: what it asks, and what the tool would answer to the arguments that ran. */
export interface Deed {
  body: SubmitBody
  output: (action: string, args: JsonObject) => JsonValue
}
type Make = (shop: Shop, random: Random) => Deed
interface Habit {
  weight: number
  make: Make
}

const OPEN_FOR_S = [1800, 3600, 7200, 14_400, 28_800] as const
const openFor = (random: Random) => oneOf(OPEN_FOR_S, random)
const digest = (random: Random) => Array.from({ length: 8 }, () => Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0')).join('')

const lookUp: Make = (shop, random) => {
  const order = shop.order(random)
  return { body: { ...lookUpRequest(order.order_id), client_id: order.customer_id }, output: () => ({ ...order }) }
}
const refund: Make = (shop, random) => {
  const order = shop.order(random)
  const cents = random() < 0.55 ? order.total_cents : Math.max(500, Math.round((order.total_cents * (0.2 + 0.6 * random())) / 50) * 50)
  return {
    body: refundRequest(order, Math.min(cents, order.total_cents), { ...oneOf(complaints, random), openForS: openFor(random) }),
    output: (action, { amount_cents }) => ({ refund_id: action, order_id: order.order_id, amount_cents: amount_cents ?? null, refunded_cents: amount_cents ?? null }),
  }
}
const ticket: Make = (shop, random) => ({
  body: ticketRequest({ ...oneOf(problems, random), customerId: shop.customer(random).id, openForS: openFor(random) }),
  output: (action) => ({ ticket_id: action, status: 'open' }),
})
const search: Make = (_, random) => {
  const words = oneOf(help, random)
  const found = articles.filter(({ title, body }) => `${title} ${body}`.toLowerCase().includes(words)).map((article) => ({ ...article }))
  return { body: searchRequest(words), output: () => ({ found: found.length, articles: found }) }
}
const customer: Make = (shop, random) => {
  const { id, joined_on, ...person } = shop.customer(random)
  return { body: customerRequest(id), output: () => ({ customer_id: id, ...person, joined_on, orders: 5, refunded_cents: 0 }) }
}
const health = (environment: 'dev' | 'prod'): Make => (shop) => ({ body: healthRequest(environment), output: () => ({ environment, services: shop.healthOf(environment) }) })
const logs = (environment: 'staging' | 'prod'): Make => (shop, random) => {
  const service = oneOf(slow, random)
  return { body: logsRequest({ service, environment }), output: () => ({ service, environment, lines: shop.logOf(service, environment) }) }
}
const restart: Make = (shop, random) => {
  const place = { service: oneOf(slow, random), environment: oneOf(['dev', 'staging'] as const, random) }
  return {
    body: restartRequest(place, shop.logOf(place.service, place.environment), openFor(random)),
    output: () => ({ ...place, restarts: 1, healthy: true }),
  }
}
const SEGMENTS: readonly [Segment, ...Segment[]] = ['vip', 'retail', 'business', 'all']
const PURPOSES = ['newsletter of next week', 'quarterly report for the sales team', 'survey about delivery times', 'דוח רבעוני להנהלה'] as const
export const exportData: Make = (_, random) => ({
  body: exportRequest(oneOf(SEGMENTS, random), oneOf(PURPOSES, random), openFor(random)),
  output: () => ({ rows: 8 + Math.floor(random() * 92), bytes: 900 + Math.floor(random() * 5000), sha256: digest(random) }),
})

export const HABITS: Record<AgentName, readonly Habit[]> = {
  'support-agent-tier1': [{ weight: 75, make: ticket }, { weight: 25, make: search }],
  'support-agent-tier2': [{ weight: 45, make: ticket }, { weight: 15, make: search }, { weight: 25, make: lookUp }, { weight: 15, make: customer }],
  'refund-agent-basic': [{ weight: 68, make: refund }, { weight: 28, make: lookUp }, { weight: 4, make: search }],
  'refund-agent-senior': [{ weight: 65, make: refund }, { weight: 25, make: lookUp }, { weight: 10, make: customer }],
  'sales-agent': [{ weight: 30, make: ticket }, { weight: 35, make: customer }, { weight: 22, make: lookUp }, { weight: 13, make: search }],
  'analytics-agent': [{ weight: 35, make: exportData }, { weight: 45, make: lookUp }, { weight: 20, make: health('dev') }],
  'admin-agent-dev': [{ weight: 50, make: restart }, { weight: 30, make: logs('staging') }, { weight: 20, make: health('dev') }],
  'admin-agent-prod': [{ weight: 50, make: logs('prod') }, { weight: 48, make: health('prod') }, { weight: 2, make: restart }],
  'fraud-detection-agent': [{ weight: 60, make: lookUp }, { weight: 30, make: customer }, { weight: 10, make: logs('prod') }],
  'test-agent-restricted': [{ weight: 50, make: search }, { weight: 25, make: lookUp }, { weight: 25, make: exportData }],
}

/** What always goes to people: for a long queue. */
export const QUESTIONS: Partial<Record<AgentName, Make>> = {
  'support-agent-tier1': ticket,
  'refund-agent-senior': refund,
  'admin-agent-dev': restart,
  'analytics-agent': exportData,
}
