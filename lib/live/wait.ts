import { Bell } from '@/lib/live/bell'
import { type News, subscribe } from '@/lib/live/listen'

const REREAD_MS = 5_000
const SOONEST_MS = 20

interface Wait<T> {
  read: () => Promise<T>
  settled: (value: T) => boolean
  /** When the value may settle by the clock alone. */
  due: (value: T) => Date | null
  wants: (news: News) => boolean
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Subscribes, reads, then waits, so nothing that commits in between is missed. Reads again on news, after a gap, when
 * the clock says so and every 5 s. Ends with the last value read: settled, out of time, or nobody is waiting any more.
 */
export async function waitFor<T>({ read, settled, due, wants, timeoutMs, signal }: Wait<T>): Promise<T> {
  const bell = new Bell()
  const stop = subscribe(wants, () => bell.ring())
  const hangUp = () => bell.ring()
  signal.addEventListener('abort', hangUp)
  const end = performance.now() + timeoutMs
  try {
    for (;;) {
      bell.reset()
      const value = await read()
      const left = end - performance.now()
      if (settled(value) || left <= 0 || signal.aborted) return value
      const at = due(value)?.getTime()
      const clock = at === undefined ? REREAD_MS : Math.max(SOONEST_MS, at - Date.now())
      await bell.heard(Math.min(left, clock, REREAD_MS))
    }
  } finally {
    stop()
    signal.removeEventListener('abort', hangUp)
  }
}
