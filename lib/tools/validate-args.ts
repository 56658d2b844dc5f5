import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { sha256 } from '@/lib/actions/hash'
import { schemaRule, type SchemaRule } from './schema-rule'
import { withinTime } from './within-time'

export interface Fault {
  /** JSON pointer into the arguments; empty for the whole. */
  path: string
  /** Ajv's own sentence, for the rules that there are no words for. */
  message: string
  rule?: SchemaRule
}

const MOST_FAULTS = 20
const MOST_KEPT = 200
const MOST_MS = 500
const kept = new Map<string, ValidateFunction>()

/**
 * Compiles in an Ajv of its own, so that no schema can name or replace another one's parts. Throws what Ajv throws.
 * Own properties only: `toString` is no argument that somebody gave.
 */
export function compileSchema(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, logger: false })
  formats.default(ajv)
  return ajv.compile(schema)
}

/** What is wrong with the arguments under a tool's stored schema; nothing when they fit. Fails closed. */
export function checkArgs(schemaText: string, args: unknown): Fault[] {
  try {
    const validate = compiled(schemaText)
    let fits: unknown = false
    withinTime(MOST_MS, () => void (fits = validate(args)))
    if (fits === true) return []
    return (validate.errors ?? []).slice(0, MOST_FAULTS).map(fault)
  } catch (error) {
    return [{ path: '', message: `cannot be checked against the schema: ${(error as Error).message}` }]
  }
}

function compiled(schemaText: string): ValidateFunction {
  const key = sha256(schemaText)
  let validate = kept.get(key)
  if (!validate) {
    validate = compileSchema(JSON.parse(schemaText) as object)
    const oldest = kept.size >= MOST_KEPT ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(key, validate)
  }
  return validate
}

/** Where somebody would look: at the property that is missing or too much, not at the object around it. */
function fault({ instancePath, keyword, params, message = 'does not fit the schema' }: ErrorObject): Fault {
  const named = (params as { missingProperty?: string; additionalProperty?: string; unevaluatedProperty?: string })
  const property = named.missingProperty ?? named.additionalProperty ?? named.unevaluatedProperty
  const path = property === undefined ? instancePath : `${instancePath}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return { path, message, rule: schemaRule({ keyword, params }) }
}
