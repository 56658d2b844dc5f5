import { z } from 'zod'
import { query } from '@/lib/db'
import { ShopRefusal, type ShopTool } from './tool'

const Args = z.strictObject({ order_id: z.string(), amount_cents: z.int().positive(), reason: z.string() })

// One statement: the refund and the order move together. The action's id is the refund's, so a repeat pays nothing.
const REFUND = `
  WITH target AS (
    SELECT id, total_cents - refunded_cents AS left_cents FROM demo_shop.orders WHERE workspace_id = $1 AND id = $3 FOR UPDATE),
  made AS (
    INSERT INTO demo_shop.refunds (workspace_id, id, order_id, amount_cents, reason, issued_by)
    SELECT $1, $2, $3, $4::bigint, $5, $6 FROM target WHERE left_cents >= $4::bigint
    ON CONFLICT DO NOTHING RETURNING amount_cents)
  UPDATE demo_shop.orders o SET refunded_cents = o.refunded_cents + made.amount_cents,
      status = CASE WHEN o.refunded_cents + made.amount_cents = o.total_cents THEN 'refunded' ELSE o.status END
    FROM made WHERE o.workspace_id = $1 AND o.id = $3`

const FIND = 'SELECT amount_cents FROM demo_shop.refunds WHERE workspace_id = $1 AND id = $2'
const LEFT = `SELECT total_cents - refunded_cents AS left_cents, refunded_cents FROM demo_shop.orders
  WHERE workspace_id = $1 AND id = $2`

export const issueRefund: ShopTool = async ({ workspace, agent, action }, args) => {
  const { order_id, amount_cents, reason } = Args.parse(args)
  await query(REFUND, [workspace, action, order_id, amount_cents, reason, agent])
  const [[refund], [order]] = await Promise.all([
    query<{ amount_cents: number }>(FIND, [workspace, action]),
    query<{ left_cents: number; refunded_cents: number }>(LEFT, [workspace, order_id]),
  ])
  if (!order) throw new ShopRefusal(`There is no order ${order_id}.`)
  if (!refund) throw new ShopRefusal(`Only ${order.left_cents} cents of ${order_id} are left to refund.`)
  return { refund_id: action, order_id, amount_cents: refund.amount_cents, refunded_cents: order.refunded_cents }
}
