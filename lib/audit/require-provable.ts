import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

// The oldest id is the oldest entry, near enough: ids are made in order of time.
const LATE = `SELECT at <= clock_timestamp() - $2 * interval '1 second' AS late FROM audit_pending WHERE workspace_id = $1 ORDER BY entry_id LIMIT 1`

/**
 * Fails closed: while the log takes no entries into its tree, nothing is granted that could not be proved.
 * Asking, deciding and reporting go on; what they write is covered when the sequencer is back.
 */
export async function requireProvable(sql: Sql, ctx: Ctx): Promise<void> {
  const [oldest] = await sql<{ late: boolean }>(LATE, [ctx.workspace, env.LOG_LATE_S])
  if (oldest?.late) throw new AppError('unavailable', 'The audit log is not being signed, so nothing is granted. Ask again; whoever runs Countersign sees why.', { retryAfterS: 5 })
}
