/** Prometheus' text format 0.0.4, as much of it as we say. */
type Labels = Readonly<Record<string, string>>
interface Family {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  lines: () => string[]
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
const quoted = (text: string) => escaped(text).replaceAll('"', '\\"')
const named = (name: string, labels: Labels) => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${quoted(value)}"`)
  return pairs.length > 0 ? `${name}{${pairs.join(',')}}` : name
}
const sample = (name: string, labels: Labels, value: number) => `${named(name, labels)} ${value}`

export interface Counter {
  add: (labels: Labels) => void
}
export interface Histogram {
  observe: (labels: Labels, value: number) => void
}
export interface Reading {
  name: string
  help: string
  type: 'counter' | 'gauge'
  values: readonly { labels?: Labels; value: number }[]
}

export class Registry {
  private readonly families: Family[] = []

  counter(name: string, help: string): Counter {
    const counts = new Map<string, { labels: Labels; value: number }>()
    this.families.push({ name, help, type: 'counter', lines: () => [...counts.values()].map(({ labels, value }) => sample(name, labels, value)) })
    return {
      add(labels) {
        const key = named('', labels)
        const count = counts.get(key)
        if (count) count.value += 1
        else counts.set(key, { labels, value: 1 })
      },
    }
  }

  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const kept = new Map<string, { labels: Labels; counts: number[]; sum: number }>()
    const linesOf = ({ labels, counts, sum }: { labels: Labels; counts: number[]; sum: number }) => {
      let upto = 0
      const buckets = counts.map((count, index) => sample(`${name}_bucket`, { ...labels, le: bounds[index] === undefined ? '+Inf' : String(bounds[index]) }, (upto += count)))
      return [...buckets, sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, upto)]
    }
    this.families.push({ name, help, type: 'histogram', lines: () => [...kept.values()].flatMap(linesOf) })
    return {
      observe(labels, value) {
        const key = named('', labels)
        const one = kept.get(key) ?? { labels, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }
        const place = bounds.findIndex((bound) => value <= bound)
        const bucket = place < 0 ? bounds.length : place
        one.counts[bucket] = (one.counts[bucket] ?? 0) + 1
        one.sum += value
        kept.set(key, one)
      },
    }
  }

  /** What was counted here, then what was read for this scrape. */
  text(readings: readonly Reading[]): string {
    const read = readings.map(({ name, help, type, values }): Family => ({ name, help, type, lines: () => values.map(({ labels = {}, value }) => sample(name, labels, value)) }))
    return [...this.families, ...read]
      .flatMap(({ name, help, type, lines }) => [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines()])
      .map((line) => `${line}\n`)
      .join('')
  }
}
