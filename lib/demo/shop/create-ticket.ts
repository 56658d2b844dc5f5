import { z } from 'zod'
import { query } from '@/lib/db'
import { ShopRefusal, type ShopTool } from './tool'

const Args = z.strictObject({
  customer_id: z.string(),
  subject: z.string().min(1).max(200),
  priority: z.enum(['low', 'normal', 'urgent']),
})

const INSERT = `INSERT INTO demo_shop.tickets (workspace_id, id, customer_id, subject, priority, opened_by)
  SELECT workspace_id, $2, id, $4, $5, $6 FROM demo_shop.customers WHERE workspace_id = $1 AND id = $3
  ON CONFLICT (workspace_id, id) DO UPDATE SET subject = excluded.subject RETURNING id, status`

export const createTicket: ShopTool = async ({ workspace, agent, action }, args) => {
  const { customer_id, subject, priority } = Args.parse(args)
  const [ticket] = await query<{ id: string; status: string }>(INSERT, [workspace, action, customer_id, subject, priority, agent])
  if (!ticket) throw new ShopRefusal(`There is no customer ${customer_id}.`)
  return { ticket_id: ticket.id, status: ticket.status }
}
