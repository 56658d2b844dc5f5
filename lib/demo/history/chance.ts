export type Random = () => number

/** Around a median, with a long tail: how long people and networks take. */
export function around(median: number, spread: number, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(spread * normal)
}

/** One of the choices, as often as its weight says. */
export function weighted<T extends { weight: number }>(choices: readonly T[], random: Random): T {
  let left = random() * choices.reduce((sum, { weight }) => sum + weight, 0)
  for (const choice of choices) if ((left -= choice.weight) < 0) return choice
  return choices[choices.length - 1] as T
}
