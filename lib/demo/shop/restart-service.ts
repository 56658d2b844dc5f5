import { z } from 'zod'
import { query } from '@/lib/db'
import { ShopRefusal, type ShopTool } from './tool'

export const Place = z.strictObject({ service: z.string(), environment: z.enum(['dev', 'staging', 'prod']) })

const RESTART = `UPDATE demo_shop.services SET restarts = restarts + 1, restarted_at = clock_timestamp(), healthy = true,
    log = ARRAY['stopped on request of ' || $4, 'listening on :8080', 'readiness probe ok']
  WHERE workspace_id = $1 AND name = $2 AND environment = $3 RETURNING restarts`

/** Permissions know tools, not arguments: which environment an agent may touch is the tool's own rule. */
export const restartService: ShopTool = async ({ workspace, agent }, args) => {
  const { service, environment } = Place.parse(args)
  if (environment === 'prod') throw new ShopRefusal(`restart_service refuses production to ${agent}.`)
  const [row] = await query<{ restarts: number }>(RESTART, [workspace, service, environment, agent])
  if (!row) throw new ShopRefusal(`There is no service ${service} in ${environment}.`)
  return { service, environment, restarts: row.restarts, healthy: true }
}
