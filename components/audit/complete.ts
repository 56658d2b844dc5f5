import type { Suggestions } from '@/lib/audit/suggestions'
import { FIELDS, writeTerm, type Field } from '@/lib/audit/search'

export interface Offer {
  /** What stands in the list, and what the word becomes. */
  label: string
  word: string
  /** A field still wants its value. */
  open: boolean
  field: Field
}

const MOST = 8
const FIXED: Partial<Record<Field, readonly string[]>> = {
  kind: ['approval', 'invoke', 'tool_call', 'complete', 'error', 'config', 'auth', 'money', 'system'],
  success: ['true', 'false'],
  amount: ['>100', '>500', '>1000'],
}

/** Pure. Where the word under the caret begins and ends; a quoted value is one word. */
export function wordAt(text: string, caret: number): { at: number; end: number } {
  for (const { index, 0: word } of text.matchAll(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/gu)) {
    if (index <= caret && caret <= index + word.length) return { at: index, end: index + word.length }
  }
  return { at: caret, end: caret }
}

const ranked = (values: readonly string[], typed: string) => {
  const low = typed.toLowerCase()
  const begins = values.filter((value) => value.toLowerCase().startsWith(low))
  return [...begins, ...values.filter((value) => !begins.includes(value) && value.toLowerCase().includes(low))]
}

/** Pure. Fields that begin like the word, then values of the field before the colon, or of any field that has such a value. */
export function offers(word: string, known: Suggestions | null): Offer[] {
  const minus = word.startsWith('-') ? '-' : ''
  const [, name, typed = ''] = /^-?(?:(\p{L}[\p{L}_]*):)?"?(.*?)"?$/su.exec(word) ?? []
  const field = FIELDS.find((each) => each === name)
  if (name !== undefined && !field) return []
  const values = (each: Field) => FIXED[each] ?? known?.[each as keyof Suggestions] ?? []
  const asTerm = (each: Field) => (value: string): Offer => ({ label: writeTerm({ field: each, value, not: minus !== '' }), word: writeTerm({ field: each, value, not: minus !== '' }), open: false, field: each })
  if (field) return ranked(values(field), typed).filter((value) => value !== typed).slice(0, MOST).map(asTerm(field))
  const fields = FIELDS.filter((each) => each.startsWith(typed.toLowerCase())).map((each) => ({ label: `${minus}${each}:`, word: `${minus}${each}:`, open: true, field: each }))
  const anywhere = typed.length < 2 ? [] : (['agent', 'tool', 'actor', 'event'] as const).flatMap((each) => ranked(values(each), typed).slice(0, 3).map(asTerm(each)))
  return [...fields, ...anywhere].slice(0, typed ? MOST : FIELDS.length)
}
