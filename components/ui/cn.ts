import { clsx, type ClassValue } from 'clsx'

const WORDS: Record<string, string> = {}
const groups: Record<string, string> = {
  display: 'block inline inline-block flex inline-flex grid inline-grid table contents hidden',
  position: 'static fixed absolute relative sticky',
  line: 'underline no-underline line-through',
  case: 'uppercase lowercase capitalize normal-case',
  hearing: 'sr-only not-sr-only',
  'flex-direction': 'flex-row flex-col flex-row-reverse flex-col-reverse',
  'flex-wrap': 'flex-wrap flex-nowrap',
  'text-align': 'text-start text-end text-center',
  'text-wrap': 'text-wrap text-nowrap text-balance text-pretty',
  family: 'font-sans font-mono',
  'border-style': 'border-solid border-dashed border-dotted border-none',
  'border-collapse': 'border-collapse border-separate',
  'outline-style': 'outline-none outline-dashed',
  'divide-x': 'divide-x',
  'divide-y': 'divide-y',
  'decoration-style': 'decoration-solid decoration-dotted decoration-dashed decoration-wavy',
  'ring-width': 'inset-ring',
}
for (const [group, words] of Object.entries(groups)) for (const word of words.split(' ')) WORDS[word] = group

/** What a later class of one group takes from earlier ones of others: `p-2` after `px-4` leaves no `px-4`. */
const COVERS: Record<string, string> = {
  p: 'px py ps pe pt pb', px: 'ps pe', py: 'pt pb',
  m: 'mx my ms me mt mb', mx: 'ms me', my: 'mt mb',
  inset: 'inset-x inset-y inset-s inset-e top bottom', 'inset-x': 'inset-s inset-e', 'inset-y': 'top bottom',
  gap: 'gap-x gap-y', size: 'w h', overflow: 'overflow-x overflow-y', flex: 'basis grow shrink', 'text-size': 'leading', 'line-clamp': 'display overflow',
  'border-size': 'border-x border-y border-s border-e border-t border-b', 'border-x': 'border-s border-e', 'border-y': 'border-t border-b',
  'border-color': 'border-s-color border-e-color border-t-color border-b-color',
  rounded: 'rounded-t rounded-b rounded-s rounded-e',
}
const SIZE = /^\w+-(\d|\[\d)/

/** The property that a class sets: the name before its value, and where one name is for several, which of them. */
function groupOf(word: string): string {
  const known = WORDS[word]
  if (known) return known
  const [, name = word] = /^-?((?:[a-z]+-)*?[a-z]+)-(?:[\d[(].*|[a-z]+)$/.exec(word) ?? []
  const [first = word] = word.split('-')
  if (first === 'bg' || first === 'whitespace' || first === 'decoration') return first
  const side = /^border-([xysetb])(?:-(.*))?$/.exec(word)
  if (side) return !side[2] || /^\d/.test(side[2]) ? `border-${side[1]}` : `border-${side[1]}-color`
  if (word === 'border') return 'border-size'
  // A size or a colour.
  if (['text', 'border', 'outline', 'divide'].includes(first) && name !== 'outline-offset') return SIZE.test(word) ? `${first}-size` : `${first}-color`
  return { start: 'inset-s', end: 'inset-e' }[name] ?? name
}

function merge(classes: string): string {
  const taken = new Set<string>()
  const kept = classes.split(' ').reverse().filter((one) => {
    // Where its variants end: at the last colon outside of brackets.
    const [variants = ''] = /^(?:(?:\[[^\]]*\]|\([^)]*\)|[^:[(])*:)*/.exec(one) ?? []
    const group = groupOf(one.slice(variants.length))
    if (taken.has(variants + group)) return false
    for (const each of [group, ...(COVERS[group]?.split(' ') ?? [])]) taken.add(variants + each)
    return true
  })
  return kept.reverse().join(' ')
}

const known = new Map<string, string>()

/** Joins class names; the last of two that fight wins. It knows the classes of this desk, which a test holds against `tailwind-merge`. */
export function cn(...classes: ClassValue[]): string {
  const joined = clsx(classes)
  const merged = known.get(joined) ?? merge(joined)
  if (known.size > 2_000) known.clear()
  known.set(joined, merged)
  return merged
}
