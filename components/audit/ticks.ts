const HOUR = 3_600_000
const DAY = 24 * HOUR
const STEPS = [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY]
const MOST = 7
/** A label stands to the right of its place, and there has to be room for it. */
const LAST_PLACE = 0.9

export interface Tick {
  at: Date
  /** From 0 at the beginning to 1 at the end. */
  place: number
  /** Its hour says more than its day. */
  within: boolean
}

/** Round hours or days (UTC) between two moments, each at its own place: at most eight. */
export function ticksBetween(from: Date, until: Date): Tick[] {
  const span = until.getTime() - from.getTime()
  const step = STEPS.find((each) => span / each <= MOST) ?? span / MOST
  const first = Math.ceil(from.getTime() / step) * step
  return Array.from({ length: MOST + 1 }, (_, n) => first + n * step)
    .map((at) => ({ at: new Date(at), place: (at - from.getTime()) / span, within: at % DAY !== 0 }))
    .filter(({ place }) => place <= LAST_PLACE)
}
