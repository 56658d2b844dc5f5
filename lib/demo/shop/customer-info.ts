import { z } from 'zod'
import { query } from '@/lib/db'
import { ShopRefusal, type ShopTool } from './tool'

const Args = z.strictObject({ customer_id: z.string() })

const FIND = `SELECT c.id AS customer_id, c.name, c.name_he, c.email, c.city, c.segment, c.joined_on::text AS joined_on,
    (SELECT count(*) FROM demo_shop.orders o WHERE o.workspace_id = c.workspace_id AND o.customer_id = c.id) AS orders,
    (SELECT coalesce(sum(o.refunded_cents), 0)::bigint FROM demo_shop.orders o
      WHERE o.workspace_id = c.workspace_id AND o.customer_id = c.id) AS refunded_cents
  FROM demo_shop.customers c WHERE c.workspace_id = $1 AND c.id = $2`

interface CustomerRow {
  customer_id: string
  name: string
  name_he: string | null
  email: string
  city: string
  segment: string
  joined_on: string
  orders: number
  refunded_cents: number
}

export const customerInfo: ShopTool = async ({ workspace }, args) => {
  const { customer_id } = Args.parse(args)
  const [customer] = await query<CustomerRow>(FIND, [workspace, customer_id])
  if (!customer) throw new ShopRefusal(`There is no customer ${customer_id}.`)
  return { ...customer }
}
