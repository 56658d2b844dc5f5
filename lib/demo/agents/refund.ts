import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { Agent } from './agent'
import { dollars, lookUp, type Order } from './order'

interface Complaint {
  orderId: string
  /** Less than everything that was paid. */
  cents?: number
  reason: string
  story: string
  openForS: number
}

/** Reads the order, asks for the money back, and asks once more where a person answered with a smaller amount. */
export async function refund(agent: Agent, complaint: Complaint): Promise<void> {
  const order = await lookUp(agent, complaint.orderId)
  const left = order ? order.total_cents - order.refunded_cents : 0
  if (!order || left === 0) return
  const cents = Math.min(complaint.cents ?? left, left)
  const outcome = await agent.ask(refundRequest(order, cents, complaint))
  if (outcome.kind !== 'answered') return
  const smaller = amountIn(outcome.text)
  if (smaller === null || smaller >= cents) return
  const story = `A reviewer answered: "${outcome.text}". So this asks for ${dollars(smaller)} instead of ${dollars(cents)}.`
  await agent.ask(refundRequest(order, smaller, { ...complaint, story }))
}

export function refundRequest(order: Order, cents: number, { reason, story, openForS }: Pick<Complaint, 'reason' | 'story' | 'openForS'>): SubmitBody {
  return {
    tool: 'issue_refund',
    args: { order_id: order.order_id, amount_cents: cents, reason },
    action_name: `Refund ${dollars(cents)} to ${order.customer}`,
    action_name_he: `זיכוי של ${dollars(cents)} עבור ${order.customer_he ?? order.customer}`,
    description: story,
    evidence: [
      { label: 'Order', value: `${order.order_id}, placed ${order.placed_on}, ${order.status}` },
      { label: 'Item', value: order.item },
      { label: 'Paid', value: dollars(order.total_cents) },
      { label: 'Refunded before', value: dollars(order.refunded_cents) },
    ],
    workflow: 'refunds',
    stage: 'commit',
    action_type: 'COMMIT_REFUND',
    client_id: order.customer_id,
    expires_in_s: openForS,
  }
}

/** Pure: the first sum of dollars in a sentence, in cents. "at most $1,200.50, please" is 120050. */
export function amountIn(text: string): number | null {
  const found = /\$\s?(\d[\d,]*)(?:\.(\d{2}))?|(\d[\d,]*)(?:\.(\d{2}))?\s?(?:\$|usd|dollars?)/i.exec(text)
  const whole = (found?.[1] ?? found?.[3])?.replaceAll(',', '')
  if (!whole) return null
  const cents = Number(whole) * 100 + Number(found?.[2] ?? found?.[4] ?? 0)
  return Number.isSafeInteger(cents) && cents > 0 ? cents : null
}
