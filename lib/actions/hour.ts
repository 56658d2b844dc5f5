import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

export const HOUR_MS = 3_600_000
const HOUR = `date_trunc('hour', $3::timestamptz)`
const LOOK = `SELECT used FROM agent_hours WHERE workspace_id = $1 AND agent_id = $2 AND hour = ${HOUR}`
const REFUSE = `
  INSERT INTO agent_hours (workspace_id, agent_id, hour, refused_at) VALUES ($1, $2, ${HOUR}, $3)
  ON CONFLICT (workspace_id, agent_id, hour) DO UPDATE SET refused_at = $3 WHERE agent_hours.refused_at IS NULL
  RETURNING 1`

export interface Hour {
  used: number
  limit: number
  within: boolean
}

/** What `takePlace` would say, without taking one: for dry runs. */
export async function lookAtHour(tx: Tx, ctx: Ctx, agentId: string, now: Date, limit: number): Promise<Hour> {
  const [row] = await tx.sql<{ used: number }>(LOOK, [ctx.workspace, agentId, now])
  const used = row?.used ?? 0
  return { used, limit, within: used < limit }
}

/** True once per agent and hour: the one refusal that is recorded. */
export async function firstRefusal(tx: Tx, ctx: Ctx, agentId: string, now: Date): Promise<boolean> {
  return (await tx.sql(REFUSE, [ctx.workspace, agentId, now])).length > 0
}

export function rateLimited(now: Date, limit: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil((HOUR_MS - (now.getTime() % HOUR_MS)) / 1000))
  return new AppError('rate_limited', `This agent may do ${limit} actions an hour, and all are used.`, { retryAfterS })
}
