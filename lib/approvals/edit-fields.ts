import { parseStrictJson, type JsonFault } from '@/lib/strict-json'
import { exactNumber } from '@/lib/strict-number'
import { isPlain } from '@/lib/text/visible'
import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'

/** One top-level argument as a control. `start` is what the control shows at first; left as it is, the argument stays as it is. */
export interface EditField {
  key: string
  kind: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json'
  label: string
  help: string | null
  required: boolean
  start: string
  /** For choices: the JSON text of each. */
  choices: string[]
  minimum: number | null
  maximum: number | null
  maxLength: number | null
  long: boolean
}

type Schema = Record<string, unknown>
const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const numberOr = (value: unknown) => (typeof value === 'number' ? value : null)
const LONG = 80

/**
 * Pure. The controls for a tool's schema and the arguments that stand there now; null where a form cannot be built.
 * What a simple control cannot show exactly (nested values, hidden characters, another type) is edited as JSON.
 */
export function editFields(schemaText: string | null, args: JsonObject): EditField[] | null {
  const schema = schemaText === null ? null : (JSON.parse(schemaText) as Schema)
  if (!schema || !isObject(schema.properties) || Object.keys(schema.properties).length === 0) return null
  const properties = schema.properties
  const required = Array.isArray(schema.required) ? schema.required : []
  const keys = [...new Set([...Object.keys(properties), ...Object.keys(args)])]
  return keys.map((key) => field(key, own(properties, key), own(args, key), required.includes(key)))
}

const own = <T>(object: Record<string, T>, key: string): T | undefined => (Object.hasOwn(object, key) ? object[key] : undefined)

function field(key: string, described: unknown, value: JsonValue | undefined, required: boolean): EditField {
  const schema = isObject(described) ? described : {}
  const kind = kindOf(schema, value)
  const choices = kind === 'choice' ? choicesOf(schema, value) : []
  const start = value === undefined ? '' : kind === 'text' ? (value as string) : kind === 'json' ? written(value) : JSON.stringify(value)
  const maxLength = numberOr(schema.maxLength)
  return {
    key, kind, required, start, choices, maxLength,
    label: typeof schema.title === 'string' && schema.title ? schema.title : key,
    help: typeof schema.description === 'string' ? schema.description : null,
    minimum: numberOr(schema.minimum),
    maximum: numberOr(schema.maximum),
    long: kind === 'text' && (start.length > LONG || start.includes('\n')),
  }
}

const simple = (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function kindOf(schema: Schema, value: JsonValue | undefined): EditField['kind'] {
  if (typeof value === 'string' && (!isPlain(value) || value.includes('\r'))) return 'json'
  if (Array.isArray(schema.enum) && schema.enum.length > 0 && schema.enum.every(simple) && (value === undefined || simple(value))) return 'choice'
  if (schema.enum !== undefined) return 'json'
  const { type } = schema
  if (type === 'string' && (value === undefined || typeof value === 'string')) return 'text'
  if ((type === 'number' || type === 'integer') && (value === undefined || typeof value === 'number')) return type
  if (type === 'boolean' && (value === undefined || typeof value === 'boolean')) return 'boolean'
  return 'json'
}

const choicesOf = (schema: Schema, value: JsonValue | undefined) =>
  [...new Set([...(value === undefined ? [] : [value]), ...(schema.enum as JsonValue[])].map((one) => JSON.stringify(one)))]

/** JSON on lines of its own, with every character that would not be seen written as its escape. */
export const written = (value: JsonValue): string =>
  [...JSON.stringify(value, null, 2)]
    .map((character) => (character === '\n' || isPlain(character) ? character : escape(character)))
    .join('')

const escape = (character: string) =>
  Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('')

export type FieldFault = { fault: 'required' | 'number' | 'whole' } | { fault: 'json'; line: number; why: JsonFault }
type Read = { ok: true; value: JsonValue | undefined } | ({ ok: false } & FieldFault)

/** Pure. What was typed into a control: a value, nothing at all (the argument is left out), or why it is neither. */
export function readField(edited: EditField, typed: string): Read {
  if (edited.kind === 'text') return { ok: true, value: typed === '' && !edited.required ? undefined : typed }
  if (typed.trim() === '') return edited.required ? { ok: false, fault: 'required' } : { ok: true, value: undefined }
  if (edited.kind === 'number' || edited.kind === 'integer') {
    const value = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(typed.trim()) ? exactNumber(typed.trim()) : null
    if (value === null) return { ok: false, fault: 'number' }
    return edited.kind === 'integer' && !Number.isInteger(value) ? { ok: false, fault: 'whole' } : { ok: true, value }
  }
  const parsed = parseStrictJson(new TextEncoder().encode(typed))
  if (parsed.ok) return { ok: true, value: parsed.value as JsonValue }
  return { ok: false, fault: 'json', line: typed.slice(0, parsed.at).split('\n').length, why: parsed.fault }
}

/** Pure. The arguments with everything that was typed put into them, or what is wrong by key. Untouched ones stay exactly as they were. */
export function editedArgs(fields: readonly EditField[], typed: Readonly<Record<string, string>>, args: JsonObject) {
  const faults = new Map<string, FieldFault>()
  const edited = new Map(Object.entries(args))
  for (const one of fields) {
    const text = own(typed, one.key)
    if (text === undefined || text === one.start) continue
    const read = readField(one, text)
    if (!read.ok) faults.set(one.key, read)
    else if (read.value === undefined) edited.delete(one.key)
    else edited.set(one.key, read.value)
  }
  return { args: Object.fromEntries(edited) as JsonObject, faults }
}
