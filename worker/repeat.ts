import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isUnavailable } from '@/lib/database/failure'

const AFTER_ERROR_MS = 1_000

/** Runs `work` over and over, `everyMs` after it ended. An error is logged and never ends the loop. Returns how to stop. */
export function repeat(log: Logger, name: string, everyMs: number, work: (stopping: AbortSignal) => Promise<unknown>): () => Promise<void> {
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      let waitMs = everyMs
      await work(stopping.signal).catch((error: unknown) => {
        waitMs = Math.max(everyMs, AFTER_ERROR_MS)
        if (isUnavailable(error)) log.warn({ loop: name, reason: (error as Error).message }, 'the database is out of reach; will be tried again')
        else log.error({ err: error, loop: name }, 'will be tried again')
      })
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const ended = loop()
  return () => {
    stopping.abort()
    return ended
  }
}
