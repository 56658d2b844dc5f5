/** Mulberry32: the same seed gives the same shop on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const oneOf = <const L extends readonly [unknown, ...unknown[]]>(list: L, random: () => number): L[number] =>
  list[Math.floor(random() * list.length)] ?? list[0]
