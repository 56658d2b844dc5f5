import type { ErrorObject } from 'ajv'

/** Rules of JSON Schema that there are words for, with the parameter of Ajv's error that says what would fit. */
const PARAMETER = {
  required: null, additionalProperties: null, unevaluatedProperties: null, uniqueItems: null,
  type: 'type', enum: 'allowedValues', const: 'allowedValue', format: 'format', pattern: 'pattern', multipleOf: 'multipleOf',
  minimum: 'limit', maximum: 'limit', exclusiveMinimum: 'limit', exclusiveMaximum: 'limit',
  minLength: 'limit', maxLength: 'limit', minItems: 'limit', maxItems: 'limit', minProperties: 'limit', maxProperties: 'limit',
} as const

/** A rule that a value breaks, by its keyword, and what would fit; for whoever says it in another language. */
export interface SchemaRule {
  keyword: keyof typeof PARAMETER
  fits: string
}

const quoted = new Set<string>(['enum', 'const'])

export function schemaRule({ keyword, params }: Pick<ErrorObject, 'keyword' | 'params'>): SchemaRule | undefined {
  if (!Object.hasOwn(PARAMETER, keyword)) return undefined
  const known = keyword as SchemaRule['keyword']
  const parameter = PARAMETER[known]
  const value: unknown = parameter === null ? [] : (params as Record<string, unknown>)[parameter]
  const values = keyword === 'const' ? [value] : [value].flat()
  return { keyword: known, fits: values.map((each) => (quoted.has(keyword) ? JSON.stringify(each) : String(each))).join(', ') }
}
