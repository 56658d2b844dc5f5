import { createHash } from 'node:crypto'
import { z } from 'zod'
import { query } from '@/lib/db'
import type { ShopTool } from './tool'

const COLUMNS = ['id', 'name', 'email', 'city', 'segment'] as const
const Args = z.strictObject({
  segment: z.enum(['all', 'retail', 'business', 'vip']),
  columns: z.array(z.enum(COLUMNS)).min(1),
  purpose: z.string(),
})

type CustomerRow = Record<(typeof COLUMNS)[number], string>

/** Reads the rows it exports and answers their number and digest: the data itself has no place in a log. */
export const exportCustomers: ShopTool = async ({ workspace }, args) => {
  const { segment, columns } = Args.parse(args)
  const rows = await query<CustomerRow>(
    `SELECT ${COLUMNS.join(', ')} FROM demo_shop.customers WHERE workspace_id = $1 AND ($2 = 'all' OR segment = $2) ORDER BY id`,
    [workspace, segment],
  )
  const csv = [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n')
  return { rows: rows.length, bytes: Buffer.byteLength(csv), sha256: createHash('sha256').update(csv).digest('hex') }
}
