import { isDeepStrictEqual } from 'node:util'
import type { FieldChange } from './append'

/** The fields whose value differs, in the order they are listed; what is absent in `next` was not touched. */
export function fieldChanges<K extends string>(old: Record<NoInfer<K>, unknown>, next: Partial<Record<NoInfer<K>, unknown>>, names: Record<K, string>): FieldChange[] {
  return (Object.keys(names) as K[])
    .filter((key) => next[key] !== undefined && !isDeepStrictEqual(old[key], next[key]))
    .map((key) => ({ field: names[key], old: old[key], new: next[key] }))
}

/** A new row's fields, for the entry that tells of its creation. */
export function initialValues<K extends string>(row: Record<NoInfer<K>, unknown>, names: Record<K, string>): FieldChange[] {
  return (Object.keys(names) as K[]).map((key) => ({ field: names[key], old: null, new: row[key] }))
}
