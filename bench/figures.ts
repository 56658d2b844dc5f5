/** What a run says: a number of ours, the floor's beside it, and how they compare. */
export interface Figure {
  what: string
  unit: 'per second' | 'ms' | 'MB' | 's'
  ours: number
  p99?: number
  /** The least that this machine can do for it, in the same run; and in words. */
  floor?: number
  floorIs?: string
  /** Ours to the floor: of a rate, its share; of a time, how many times as long. */
  ratio?: number
  note?: string
}

export const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)
export const share = (ascending: readonly number[], part: number) => ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN
export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** How long each took, in ms, ascending; five before them warm up. */
export async function timed(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let each = -5; each < times; each++) {
    const began = performance.now()
    await work()
    if (each >= 0) took.push(performance.now() - began)
  }
  return sorted(took)
}

const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

/** For people: one line a figure, columns as wide as they need. */
export function table(figures: readonly Figure[]): string {
  const head = ['measured', 'ours', 'p99', 'floor', 'ratio', 'the floor is']
  const rows = figures.map(({ what, unit, ours, p99, floor, floorIs, ratio, note }) => [
    note ? `${what} (${note})` : what,
    `${digits(ours)} ${unit}`,
    p99 === undefined ? '' : digits(p99),
    floor === undefined ? '' : digits(floor),
    ratio === undefined ? '' : ratio.toFixed(2),
    floorIs ?? '',
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}
