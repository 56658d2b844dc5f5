/** Counts by bin, as the rollups keep them: bins grow by 4.08 %, bin -1 is zero (SQL: metrics_bin). */
export type Counts = Readonly<Record<string, number>>

/** A histogram and the values between which all of it lies. */
export interface Spread {
  hist: Counts
  least: number | null
  most: number | null
}

const GROWTH = 1.02 / 0.98
export const NOTHING: Spread = { hist: {}, least: null, most: null }

export function addCounts(parts: readonly Counts[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const part of parts) for (const [key, count] of Object.entries(part)) sum[key] = (sum[key] ?? 0) + count
  return sum
}

const among = (pick: (...of: number[]) => number, values: readonly (number | null)[]) => {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? pick(...known) : null
}

/** The histogram of all of them together: exact, because bins are the same everywhere. */
export function merge(spreads: readonly Spread[]): Spread {
  return {
    hist: addCounts(spreads.map(({ hist }) => hist)),
    least: among(Math.min, spreads.map(({ least }) => least)),
    most: among(Math.max, spreads.map(({ most }) => most)),
  }
}

/** The value at or below which that share lies, within 2 %; null when there is none. The same as SQL's histogram_percentile. */
export function percentile({ hist, least, most }: Spread, share: number): number | null {
  if (least === null || most === null) return null
  const bins = Object.entries(hist).map(([bin, count]) => ({ bin: Number(bin), count })).sort((a, b) => a.bin - b.bin)
  const wanted = share * bins.reduce((sum, { count }) => sum + count, 0)
  let upto = 0
  const found = bins.find(({ count }) => (upto += count) >= wanted)
  if (!found) return null
  const middle = found.bin < 0 ? 0 : Math.round(GROWTH ** found.bin * 0.98)
  return Math.min(most, Math.max(least, middle))
}

export type Percentiles = Record<'p50' | 'p95' | 'p99', number | null>
export const percentilesOf = (spread: Spread): Percentiles => ({ p50: percentile(spread, 0.5), p95: percentile(spread, 0.95), p99: percentile(spread, 0.99) })
