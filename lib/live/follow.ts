import { Bell } from '@/lib/live/bell'
import { type News, subscribe } from '@/lib/live/listen'

const REREAD_MS = 5_000

interface Following<T> {
  read: () => Promise<T>
  /** Throws once whoever follows may do so no more; asked at least every `checkMs`. */
  holds: () => Promise<void>
  ended: (value: T) => boolean
  wants: (news: News) => boolean
  signal: AbortSignal
  checkMs?: number
}

/**
 * The value now and after everything that may have changed it, until it has ended or nobody follows any more.
 * Subscribes before it reads, so nothing that commits in between is missed; the same value may come again.
 */
export async function* follow<T>({ read, holds, ended, wants, signal, checkMs = 900 }: Following<T>): AsyncGenerator<T> {
  const bell = new Bell()
  const stop = subscribe(wants, () => bell.ring())
  const hangUp = () => bell.ring()
  signal.addEventListener('abort', hangUp)
  try {
    let readAt = -Infinity
    while (!signal.aborted) {
      const rang = bell.reset()
      await holds()
      if (rang || performance.now() - readAt >= REREAD_MS) {
        readAt = performance.now()
        const value = await read()
        yield value
        if (ended(value)) return
      }
      await bell.heard(checkMs)
    }
  } finally {
    stop()
    signal.removeEventListener('abort', hangUp)
  }
}
