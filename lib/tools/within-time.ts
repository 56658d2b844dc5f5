import { createContext, Script } from 'node:vm'

const room = createContext({ work: null as (() => void) | null })
const run = new Script('work()')

/** Stops work that does not come to an end, such as a pattern that backtracks, so that it cannot hold up everybody else. Throws then. */
export function withinTime(ms: number, work: () => void): void {
  room.work = work
  try {
    run.runInContext(room, { timeout: ms })
  } finally {
    room.work = null
  }
}
