import { AppError } from '@/lib/errors'

interface Limits {
  /** How many go together at the most. */
  most: number
  /** How many batches may be under way at once. */
  lanes: number
  /** Who has waited longer than this when its turn comes is refused as `unavailable`, in milliseconds. */
  patience?: number
}

const tooLate = () => new AppError('unavailable', 'Too many requests are waiting for the database. Nothing was changed; try again.', { retryAfterS: 2 })

/**
 * Natural batching: who asks while others are being answered goes with the next batch, and nobody waits for company.
 * `answer` gets the questions in their order and answers each of them, or fails all.
 */
export function batching<Q, A>(answer: (questions: readonly Q[]) => Promise<readonly (A | Promise<A>)[]>, { most, lanes, patience = 5_000 }: Limits): (question: Q) => Promise<A> {
  const waiting: { question: Q; since: number; resolve: (answer: A | Promise<A> | undefined) => void; reject: (error: unknown) => void }[] = []
  let underWay = 0
  const lane = async () => {
    underWay += 1
    while (waiting.length > 0) {
      const lateSince = performance.now() - patience
      while (waiting[0] && waiting[0].since < lateSince) waiting.shift()?.reject(tooLate())
      const some = waiting.splice(0, most)
      if (some.length === 0) continue
      try {
        const answers = await answer(some.map(({ question }) => question))
        for (const [index, { resolve }] of some.entries()) resolve(answers[index])
      } catch (error) {
        for (const { reject } of some) reject(error)
      }
    }
    underWay -= 1
  }
  return (question) =>
    new Promise<A>((resolve, reject) => {
      waiting.push({ question, since: performance.now(), resolve: resolve as (answer: A | Promise<A> | undefined) => void, reject })
      if (underWay < lanes) void lane()
    })
}
