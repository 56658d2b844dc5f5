import { z } from 'zod'
import { query } from '@/lib/db'
import { ShopRefusal, type ShopTool } from './tool'

const Args = z.strictObject({ order_id: z.string() })

const FIND = `SELECT o.id AS order_id, o.customer_id, c.name AS customer, c.name_he AS customer_he, o.item, o.quantity,
    o.total_cents, o.refunded_cents, o.status, to_char(o.placed_at, 'YYYY-MM-DD') AS placed_on
  FROM demo_shop.orders o JOIN demo_shop.customers c ON c.workspace_id = o.workspace_id AND c.id = o.customer_id
  WHERE o.workspace_id = $1 AND o.id = $2`

interface OrderRow {
  order_id: string
  customer_id: string
  customer: string
  customer_he: string | null
  item: string
  quantity: number
  total_cents: number
  refunded_cents: number
  status: string
  placed_on: string
}

export const lookupOrder: ShopTool = async ({ workspace }, args) => {
  const { order_id } = Args.parse(args)
  const [order] = await query<OrderRow>(FIND, [workspace, order_id])
  if (!order) throw new ShopRefusal(`There is no order ${order_id}.`)
  return { ...order }
}
