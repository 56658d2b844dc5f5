import { createHash, timingSafeEqual } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import type { Reading, Registry } from '@/gateway/metrics/registry'
import { AppError } from '@/lib/errors'
import { readGauges } from '@/lib/metrics/gauges'

export const METRICS = '/metrics'
const TYPE = 'text/plain; version=0.0.4; charset=utf-8'
const digest = (text: string) => createHash('sha256').update(text).digest()

const gauge = (name: string, help: string, value: number): Reading => ({ name, help, type: 'gauge', values: [{ value }] })

/**
 * For the operator's Prometheus, over all workspaces together. Without METRICS_TOKEN there is no such address: behind a
 * proxy everybody comes from this machine, so that alone proves nothing.
 */
export function registerScrape(app: FastifyInstance, registry: Registry, token: string): void {
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  app.addHook('onClose', (_, done) => {
    loop.disable()
    done()
  })
  app.get(METRICS, { logLevel: 'warn' }, async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))) {
      throw new AppError('unauthenticated', 'This needs the bearer of METRICS_TOKEN.')
    }
    const text = registry.text([...(await standing()), ...ofProcess(loop.percentile(99) / 1e9)])
    loop.reset()
    return reply.type(TYPE).send(text)
  })
}

/** A database that is gone takes its own numbers away, not those of this process. */
async function standing(): Promise<Reading[]> {
  const read = await readGauges().catch(() => null)
  const up = gauge('countersign_database_up', 'Whether the database answered this scrape.', read ? 1 : 0)
  if (!read) return [up]
  const questions = { asked: read.asked, approved: read.approved, rejected: read.rejected, expired: read.expired }
  return [
    up,
    gauge('countersign_approvals_pending', 'Approvals waiting for people, as far as they are rolled up.', read.pending),
    {
      name: 'countersign_approvals_last_day', type: 'gauge', help: 'Approvals asked for in the last 24 hours, and what was decided on them.',
      values: Object.entries(questions).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    gauge('countersign_log_pending_entries', 'Audit entries without their place in the log; counted up to 10,000.', read.logEntries),
    gauge('countersign_log_lag_seconds', 'How long the oldest of them waits.', read.logSeconds),
    gauge('countersign_rollup_dirty_hours', 'Hours of metrics that wait to be counted again.', read.dirtyHours),
  ]
}

function ofProcess(delay: number): Reading[] {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return [
    { name: 'process_cpu_seconds_total', type: 'counter', help: 'CPU time of this process.', values: [{ value: (user + system) / 1e6 }] },
    gauge('process_resident_memory_bytes', 'Memory of this process.', rss),
    gauge('process_start_time_seconds', 'When this process started, since 1970.', Math.round(Date.now() / 1000 - process.uptime())),
    gauge('nodejs_heap_used_bytes', 'Heap in use.', heapUsed),
    gauge('nodejs_eventloop_lag_p99_seconds', 'How late this process got to its work, since the last scrape.', delay),
  ]
}
