const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export type Duration =
  | { unit: 'seconds'; seconds: number }
  | { unit: 'minutes'; minutes: number; seconds: number }
  | { unit: 'hours'; hours: number; minutes: number }

/** Pure. Two figures at most: 0.4 s, 12 s, 1 min 50 s, 3 h 5 min. */
export function durationOf(ms: number): Duration {
  if (ms < 9_950) return { unit: 'seconds', seconds: Math.round(ms / 100) / 10 }
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return { unit: 'seconds', seconds }
  if (seconds < 3600) return { unit: 'minutes', minutes: Math.floor(seconds / 60), seconds: seconds % 60 }
  const minutes = Math.round(ms / MINUTE)
  return { unit: 'hours', hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}

/** Pure. The unit in which an axis up to `longest` reads best. */
export function axisUnit(longest: number): { name: 'seconds' | 'minutes' | 'hours'; ms: number } {
  if (longest < 2 * MINUTE) return { name: 'seconds', ms: SECOND }
  return longest < 2 * HOUR ? { name: 'minutes', ms: MINUTE } : { name: 'hours', ms: HOUR }
}
