/**
 * SQL: a demo that nobody runs any more, because its worker was killed, or that no worker ever took.
 * A running one moves its heartbeat every second.
 */
export const LOST = `((state IN ('preparing', 'running') AND heartbeat_at < clock_timestamp() - interval '15 seconds')
  OR (state = 'queued' AND heartbeat_at < clock_timestamp() - interval '90 seconds'))`
