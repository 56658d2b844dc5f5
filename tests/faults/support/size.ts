/** How much of a fault test runs: a sample in every `npm test`, all of it with `npm run faults`. */
const full = process.env.FAULTS === 'full'

export const size = (ciCount: number, fullCount: number) => (full ? fullCount : ciCount)
