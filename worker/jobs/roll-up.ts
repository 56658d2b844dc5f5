import { setTimeout as sleep } from 'node:timers/promises'
import { recountMissed } from '@/lib/audit/recount'
import { rollUpDue } from '@/lib/metrics/roll-up'

/** Of the time it takes to count, ten times as much is rest: charts must not slow what they are about. */
const REST = 10

/** Every few seconds; when nothing happened it reads one small table. */
export async function rollUpMetrics(stopping: AbortSignal): Promise<void> {
  const started = performance.now()
  await recountMissed()
  await rollUpDue()
  const rest = (performance.now() - started) * REST
  await sleep(Math.min(rest, 60_000), undefined, { signal: stopping }).catch(() => undefined)
}
