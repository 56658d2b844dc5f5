/** Ids of a time in the past that are the same for the same seed. UUIDv7: `order` decides between two of one millisecond. */
export type NewIdAt = (at: Date, order?: number) => string

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0')

export function idsFrom(random: () => number): NewIdAt {
  return (at, order = 0) => {
    const time = hex(at.getTime(), 12)
    const [a, b, c] = [random() * 0x4000, random() * 0x1000000, random() * 0x1000000]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(order, 3)}-${hex(0x8000 | a, 4)}-${hex(b >>> 0, 6)}${hex(c >>> 0, 6)}`
  }
}

/** As a door names a request: any UUID. */
export function requestId(random: () => number): string {
  const part = (bits: number) => Math.floor(random() * 2 ** bits)
  return `${hex(part(32), 8)}-${hex(part(16), 4)}-4${hex(part(12), 3)}-${hex(0x8000 | part(14), 4)}-${hex(part(24), 6)}${hex(part(24), 6)}`
}
