import type { Json } from './json'

/** Whether a value has exactly this form. */
export type Shape = (value: Json | undefined) => boolean

export const text: Shape = (value) => typeof value === 'string'
export const yesOrNo: Shape = (value) => typeof value === 'boolean'
export const count: Shape = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
export const anything: Shape = (value) => value !== undefined
export const anyRecord: Shape = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
export const time: Shape = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value))
export const exactly = (...values: readonly Json[]): Shape => (value) => values.some((known) => known === value)
export const orNull = (shape: Shape): Shape => (value) => value === null || shape(value)
export const either = (...shapes: readonly Shape[]): Shape => (value) => shapes.some((shape) => shape(value))
export const listOf = (shape: Shape): Shape => (value) => Array.isArray(value) && value.every((item: Json) => shape(item))

/** These keys, all of them and no other. */
export function record(fields: Readonly<Record<string, Shape>>): Shape {
  const names = Object.keys(fields)
  return (value) => {
    if (!anyRecord(value)) return false
    const given = value as Readonly<Record<string, Json>>
    return Object.keys(given).length === names.length && names.every((name) => Object.hasOwn(given, name) && (fields[name] as Shape)(given[name]))
  }
}
