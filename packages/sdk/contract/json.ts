import { z } from 'zod'

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }
export type JsonObject = { [key: string]: JsonValue }

// The strict parser has already proven that a body is JSON; walking it again would only cost time.
export const JsonValue = z.unknown().meta({ description: 'any JSON value' }) as z.ZodType<JsonValue>
export const JsonObject = z.record(z.string(), JsonValue).meta({ description: 'any JSON object' })
