import { query } from '@/lib/db'
import { Place } from './restart-service'
import type { ShopTool } from './tool'

const Args = Place.pick({ environment: true })

const FIND = `SELECT name, version, healthy, restarts FROM demo_shop.services
  WHERE workspace_id = $1 AND environment = $2 ORDER BY name`

export const viewHealth: ShopTool = async ({ workspace }, args) => {
  const { environment } = Args.parse(args)
  const rows = await query<{ name: string; version: string; healthy: boolean; restarts: number }>(FIND, [workspace, environment])
  return { environment, services: rows.map((row) => ({ ...row })) }
}
