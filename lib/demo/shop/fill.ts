import { query } from '@/lib/db'
import { articles } from '@/prisma/seed/articles'
import { customers } from '@/prisma/seed/customers'
import { orders } from '@/prisma/seed/orders'
import { services } from '@/prisma/seed/services'

const CUSTOMERS = `INSERT INTO demo_shop.customers (workspace_id, id, name, name_he, email, city, segment, joined_on)
  SELECT $1, r.* FROM jsonb_to_recordset($2::jsonb)
    AS r (id text, name text, name_he text, email text, city text, segment text, joined_on date)
  ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, name_he = excluded.name_he, email = excluded.email,
    city = excluded.city, segment = excluded.segment, joined_on = excluded.joined_on`

const ORDERS = `INSERT INTO demo_shop.orders (workspace_id, id, customer_id, item, quantity, total_cents, status, placed_at)
  SELECT $1, r.* FROM jsonb_to_recordset($2::jsonb)
    AS r (id text, customer_id text, item text, quantity int, total_cents bigint, status text, placed_at timestamptz)
  ON CONFLICT (workspace_id, id) DO UPDATE SET customer_id = excluded.customer_id, item = excluded.item,
    quantity = excluded.quantity, total_cents = excluded.total_cents, refunded_cents = 0, status = excluded.status,
    placed_at = excluded.placed_at`

const SERVICES = `INSERT INTO demo_shop.services (workspace_id, name, environment, version, healthy, log)
  SELECT $1, r.name, r.environment, r.version, r.healthy, ARRAY(SELECT jsonb_array_elements_text(r.log))
    FROM jsonb_to_recordset($2::jsonb) AS r (name text, environment text, version text, healthy boolean, log jsonb)
  ON CONFLICT (workspace_id, name, environment) DO UPDATE SET version = excluded.version, healthy = excluded.healthy,
    restarts = 0, restarted_at = NULL, log = excluded.log`

const ARTICLES = `INSERT INTO demo_shop.articles (workspace_id, id, title, body)
  SELECT $1, r.* FROM jsonb_to_recordset($2::jsonb) AS r (id text, title text, body text)
  ON CONFLICT (workspace_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`

/** Puts the shop's rows as they are on the first day: what an earlier demo sold back or opened is gone. */
export async function fillShop(workspace: string, now: Date): Promise<void> {
  await query('DELETE FROM demo_shop.refunds WHERE workspace_id = $1', [workspace])
  await query('DELETE FROM demo_shop.tickets WHERE workspace_id = $1', [workspace])
  await query(CUSTOMERS, [workspace, JSON.stringify(customers(now))])
  await query(ORDERS, [workspace, JSON.stringify(orders(now))])
  await query(SERVICES, [workspace, JSON.stringify(services())])
  await query(ARTICLES, [workspace, JSON.stringify(articles)])
}
