import { Refused } from './agents/gateway'
import type { Doors } from './keys'

/** Every agent takes back what it asked and did not start. Answers how many that were. */
export async function withdrawAll(doors: Doors): Promise<number> {
  const counts = await Promise.all(
    [...doors.values()].map(async (gateway) => {
      const pages = await Promise.all([gateway.list('pending'), gateway.list('approved')])
      const open = pages.flatMap(({ actions }) => actions)
      const taken = await Promise.all(open.map(({ id }) => gateway.cancel(id).then(() => 1, decidedMeanwhile)))
      return taken.reduce((sum, one) => sum + one, 0)
    }),
  )
  return counts.reduce((sum, one) => sum + one, 0)
}

function decidedMeanwhile(error: unknown): 0 {
  if (error instanceof Refused) return 0
  throw error
}
