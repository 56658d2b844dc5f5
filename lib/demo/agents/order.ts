import { z } from 'zod'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { Agent } from './agent'

/** What lookup_order answers. */
const Order = z.object({
  order_id: z.string(),
  customer_id: z.string(),
  customer: z.string(),
  customer_he: z.string().nullable(),
  item: z.string(),
  total_cents: z.int(),
  refunded_cents: z.int(),
  status: z.string(),
  placed_on: z.string(),
})
export type Order = z.infer<typeof Order>

export const lookUpRequest = (orderId: string): SubmitBody => ({
  tool: 'lookup_order',
  args: { order_id: orderId },
  action_name: `Look up ${orderId}`,
  action_name_he: `חיפוש הזמנה ${orderId}`,
  stage: 'plan',
})

/** Null where the agent may not look, or there is nothing to see. */
export async function lookUp(agent: Agent, orderId: string): Promise<Order | null> {
  const outcome = await agent.ask(lookUpRequest(orderId))
  return outcome.kind === 'done' ? Order.parse(outcome.output) : null
}

const usd = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
export const dollars = (cents: number) => usd.format(cents / 100)
