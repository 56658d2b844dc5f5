import { sha256 } from '@/lib/actions/hash'
import { canonical } from '@/lib/audit/canonical'
import { AppError } from '@/lib/errors'
import { parseStrictJson } from '@/lib/strict-json'
import { compileSchema } from './validate-args'

export const SCHEMA_BYTES = 64 * 1024
const DRAFT = /^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/

export interface StoredSchema {
  /** RFC 8785 text, and SHA-256 over it: both null where a tool has no schema. */
  inputSchema: string | null
  schemaSha256: string | null
}

const invalid = (message: string, why = message) => new AppError('invalid', `The schema cannot be used: ${why}`, { errors: [{ path: '/inputSchema', message }] })

/** Reads a JSON Schema (2020-12) that somebody typed. Throws `invalid` unless arguments can be checked with it offline. */
export function readSchema(typed: string | null): StoredSchema {
  if (typed === null) return { inputSchema: null, schemaSha256: null }
  const bytes = new TextEncoder().encode(typed)
  if (bytes.length > SCHEMA_BYTES) throw invalid('schema_too_large')
  const parsed = parseStrictJson(bytes)
  if (!parsed.ok) throw invalid('not_json', `Line ${typed.slice(0, parsed.at).split('\n').length}: ${parsed.why}`)
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('json_object')
  const schema = value as Record<string, unknown>
  if (schema.$schema !== undefined && !DRAFT.test(String(schema.$schema))) throw invalid('schema_draft')
  if (schema.type !== undefined && ![schema.type].flat().includes('object')) throw invalid('schema_not_for_objects')
  refuseTraps(schema)
  try {
    const validate = compileSchema(schema)
    validate({})
  } catch (error) {
    throw invalid((error as Error).message)
  }
  const text = canonical(schema)
  return { inputSchema: text, schemaSha256: sha256(text) }
}

/** References leave the document, or an answer that is a promise would count as yes. */
function refuseTraps(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if ((key === '$ref' || key === '$dynamicRef') && typeof inner === 'string' && !inner.startsWith('#')) throw invalid('schema_remote_ref')
    if (key === '$async' && inner !== false) throw invalid('schema_async')
    refuseTraps(inner)
  }
}
