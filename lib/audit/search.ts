import type { AuditKind } from '@/lib/audit/append'

/** What the hourly counts know of an entry, so that facets and histogram follow these at no cost. */
export const DIMENSIONS = ['kind', 'event', 'agent', 'tool', 'actor', 'success'] as const
export type Dimension = (typeof DIMENSIONS)[number]
export const FIELDS = [...DIMENSIONS, 'client', 'action', 'run', 'amount'] as const
export type Field = (typeof FIELDS)[number]

/** One word of a search, and where it stands in what was typed. */
export interface Term {
  field: Field | 'text'
  value: string
  not: boolean
  at: number
  end: number
}
export type ProblemCode = 'unknown_field' | 'unclosed_quote' | 'empty' | 'kind' | 'success' | 'amount' | 'action' | 'no_not' | 'too_long'
export interface Problem {
  code: ProblemCode
  word: string
}
export interface Search {
  terms: Term[]
  problems: Problem[]
}

const KINDS: Record<AuditKind, true> = { invoke: true, tool_call: true, approval: true, error: true, complete: true, config: true, auth: true, money: true, system: true }
const ALIASES: Record<string, Field> = { user: 'actor', who: 'actor', outcome: 'success', customer: 'client' }
const SUCCESS: Record<string, string> = { true: 'true', false: 'false', success: 'true', failure: 'false', yes: 'true', no: 'false' }
const AMOUNT = /^(>=|<=|>|<|=)?\d{1,15}(\.\d{1,4})?$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TOKEN = /(-?)(?:(\p{L}[\p{L}_]*):)?(?:"((?:\\.|[^"\\])*)("?)|(\S*))/uy
export const LONGEST = 500

const fieldOf = (name: string): Field | null => ALIASES[name] ?? FIELDS.find((field) => field === name) ?? null
const is = (code: ProblemCode) => code

/** Pure. `agent:x kind:approval -success:true amount:>500 "free text"`: what it asks for, and every word that says nothing. */
export function parseSearch(text: string): Search {
  const terms: Term[] = []
  const problems: Problem[] = text.length > LONGEST ? [{ code: 'too_long', word: '' }] : []
  let at = 0
  while ((at += /^\s*/u.exec(text.slice(at))?.[0].length ?? 0) < text.length) {
    TOKEN.lastIndex = at
    const [word = '', minus, name, quoted, closing, bare = ''] = TOKEN.exec(text) ?? []
    const end = at + (word.length || 1)
    const not = minus === '-'
    const field = name === undefined ? 'text' : fieldOf(name.toLowerCase())
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/gu, '$1')
    const problem = quoted !== undefined && !closing ? is('unclosed_quote') : field === null ? is('unknown_field') : wrong(field, value, not)
    if (problem) problems.push({ code: problem, word })
    else if (field) terms.push({ field, value: tidy(field, value), not, at, end })
    at = end
  }
  return { terms, problems }
}

function wrong(field: Field | 'text', value: string, not: boolean): ProblemCode | null {
  if (value.trim() === '') return 'empty'
  if (not && (field === 'amount' || field === 'action')) return 'no_not'
  if (field === 'kind' && !(value.toLowerCase() in KINDS)) return 'kind'
  if (field === 'success' && !(value.toLowerCase() in SUCCESS)) return 'success'
  if (field === 'amount' && !AMOUNT.test(value.replaceAll(',', ''))) return 'amount'
  if (field === 'action' && !UUID.test(value.toLowerCase())) return 'action'
  return null
}

/** One spelling of what means the same; PostgreSQL text has no U+0000. */
function tidy(field: Field | 'text', value: string): string {
  if (field === 'success') return SUCCESS[value.toLowerCase()] ?? value
  if (field === 'amount') return value.replaceAll(',', '')
  if (field === 'kind' || field === 'action' || (field === 'actor' && value.includes('@'))) return value.toLowerCase()
  return value.replaceAll('\0', '')
}

const quoted = (value: string) => (/^[^\s"\\-][^\s"\\]*$/u.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`)

/** A term as one would type it. */
export function writeTerm({ field, value, not = false }: { field: Field | 'text'; value: string; not?: boolean }): string {
  const plain = field === 'text' && !value.includes(':')
  return `${not ? '-' : ''}${field === 'text' ? '' : `${field}:`}${field !== 'text' || plain ? quoted(value) : `"${value.replace(/[\\"]/g, '\\$&')}"`}`
}

/** The search with a field's value put in, or taken out where it is in; the other words stay as they were typed. */
export function toggled(text: string, field: Field, value: string): string {
  const same = parseSearch(text).terms.filter((term) => term.field === field && term.value === value && !term.not)
  if (same.length === 0) return [text.trim(), writeTerm({ field, value })].filter(Boolean).join(' ')
  return same.reduceRight((left, { at, end }) => `${left.slice(0, at).trimEnd()} ${left.slice(end).trimStart()}`, text).trim()
}
