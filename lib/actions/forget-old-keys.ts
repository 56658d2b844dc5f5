import { query } from '@/lib/db'

const BATCH = 10_000

/** Telemetry of requests, not domain: answers kept for replays go after a day, hourly counters after two. */
export async function forgetOldKeys(): Promise<void> {
  let gone = BATCH
  while (gone === BATCH) {
    const rows = await query(
      `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours' LIMIT ${BATCH}
       )) RETURNING 1`,
    )
    gone = rows.length
  }
  await query(`DELETE FROM agent_hours WHERE hour < clock_timestamp() - interval '2 days'`)
}
