// Pure: does this JSON number text mean exactly what a double will store?

const ZERO = 48

/** The double, or null when the text would come back as another value (1e400, 2^53, 0.1000000000000000055, -0). */
export function exactNumber(text: string): number | null {
  const value = Number(text)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return null
  if (value === 0) return text[0] !== '-' && decimal(text).digits === '' ? 0 : null
  if (text.length <= 15 && !text.includes('e') && !text.includes('E')) return value
  const read = decimal(text)
  const kept = decimal(String(value))
  return read.digits === kept.digits && read.exponent === kept.exponent ? value : null
}

/** Significant digits without outer zeros, and the power of ten of the last one. Linear: no backtracking regex. */
function decimal(text: string): { digits: string; exponent: number } {
  const e = Math.max(text.indexOf('e'), text.indexOf('E'))
  const mantissa = text.slice(text[0] === '-' ? 1 : 0, e === -1 ? text.length : e)
  const dot = mantissa.indexOf('.')
  const all = dot === -1 ? mantissa : mantissa.slice(0, dot) + mantissa.slice(dot + 1)
  const decimals = dot === -1 ? 0 : mantissa.length - dot - 1

  let end = all.length
  while (end > 0 && all.charCodeAt(end - 1) === ZERO) end--
  let start = 0
  while (start < end && all.charCodeAt(start) === ZERO) start++
  const power = e === -1 ? 0 : Number(text.slice(e + 1))
  return { digits: all.slice(start, end), exponent: power - decimals + (all.length - end) }
}
