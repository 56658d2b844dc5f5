import type { Period } from '@/lib/metrics/period'
import type { Sort } from '@/lib/metrics/behind'

/** What the page is about, as its links carry it on. */
export interface About {
  period: Pick<Period, 'from' | 'until'>
  agent?: string | null
  tool?: string | null
}

export interface Narrower {
  sort?: Sort
  from?: number
  until?: number
  agent?: string
  tool?: string
  code?: string
  reviewer?: string
  weekday?: number
  hour?: number
}

const minute = (at: Date | number) => `${new Date(at).toISOString().slice(0, 16)}Z`

/** Pure. Where the rows behind a number are. */
export function behindHref({ period, agent, tool }: About, { sort = 'all', from, until, ...narrower }: Narrower = {}): string {
  const wanted = { sort, from: minute(from ?? period.from), until: minute(until ?? period.until), agent, tool, ...narrower }
  const parameters = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => [name, String(value)])
  return `/metrics/actions?${new URLSearchParams(parameters).toString()}`
}
