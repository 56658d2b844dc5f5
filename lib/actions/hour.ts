import type { Ctx } from '@/lib/context'
import { count, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

const HOUR = `date_trunc('hour', $3::timestamptz)`
const TAKE = `
  INSERT INTO agent_hours (workspace_id, agent_id, hour, used) SELECT $1, $2, ${HOUR}, 1 WHERE $4::integer > 0
  ON CONFLICT (workspace_id, agent_id, hour) DO UPDATE SET used = agent_hours.used + 1 WHERE agent_hours.used < $4
  RETURNING used`
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

/**
 * Takes one of the hour's places: a single conditional upsert, so of 64 callers with one place left exactly one gets it.
 * It is taken for good: a request that breaks off later has used it, so there are never more actions than places.
 */
export async function takePlace(ctx: Ctx, agentId: string, now: Date, limit: number): Promise<Hour> {
  const [row] = await count<{ used: number }>(TAKE, [ctx.workspace, agentId, now, limit])
  return { used: row?.used ?? limit, limit, within: row !== undefined }
}

/** The same question without taking a place, for dry runs. */
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
  const hourMs = 3_600_000
  const retryAfterS = Math.max(1, Math.ceil((hourMs - (now.getTime() % hourMs)) / 1000))
  return new AppError('rate_limited', `This agent may do ${limit} actions an hour, and all are used.`, { retryAfterS })
}
