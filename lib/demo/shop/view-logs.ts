import { query } from '@/lib/db'
import { Place } from './restart-service'
import { ShopRefusal, type ShopTool } from './tool'

const FIND = 'SELECT log FROM demo_shop.services WHERE workspace_id = $1 AND name = $2 AND environment = $3'

export const viewLogs: ShopTool = async ({ workspace }, args) => {
  const { service, environment } = Place.parse(args)
  const [row] = await query<{ log: string[] }>(FIND, [workspace, service, environment])
  if (!row) throw new ShopRefusal(`There is no service ${service} in ${environment}.`)
  return { service, environment, lines: row.log }
}
