import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isUnavailable } from '@/lib/database/failure'

/** Runs `work` over and over, `everyMs` after it ended. An error is logged and never ends the loop. Returns how to stop. */
export function repeat(log: Logger, name: string, everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => {
        if (isUnavailable(error)) log.warn({ loop: name, reason: (error as Error).message }, 'the database is out of reach; will be tried again')
        else log.error({ err: error, loop: name }, 'will be tried again')
      })
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const ended = loop()
  return () => {
    stopping.abort()
    return ended
  }
}
