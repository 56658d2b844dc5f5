import { z } from 'zod'
import type { FormValues } from '@/components/ui/action-result'

/** Next's own bookkeeping fields; everything else must be in the schema. */
const ours = (name: string) => !name.startsWith('$ACTION')
const secret = (name: string) => /password|secret|token/i.test(name)

function isList(type: unknown): boolean {
  if (type instanceof z.ZodArray) return true
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable) return isList(type.unwrap())
  if (type instanceof z.ZodDefault || type instanceof z.ZodPrefault) return isList(type.unwrap())
  if (type instanceof z.ZodPipe) return isList(type.in)
  return false
}

/** Array fields become lists (absent = empty, blanks dropped); any other field may appear once. Files are never accepted. */
export function readForm(schema: z.ZodObject, form: FormData): Record<string, unknown> {
  const raw: Record<string, unknown> = Object.create(null)
  for (const [name, type] of Object.entries(schema.shape)) if (isList(type)) raw[name] = []
  for (const name of new Set(form.keys())) {
    if (!ours(name)) continue
    const all = form.getAll(name)
    if (isList(schema.shape[name])) raw[name] = all.filter((value) => value !== '')
    else raw[name] = all.length > 1 ? all : all[0]
  }
  return { ...raw }
}

/** What was typed, to be drawn again after a refusal. */
export function typedValues(form: FormData): FormValues {
  const values: FormValues = {}
  for (const name of new Set(form.keys())) {
    if (!ours(name) || secret(name) || name === '__proto__') continue
    const all = form.getAll(name).filter((value) => typeof value === 'string')
    values[name] = all.length > 1 ? all : (all[0] ?? '')
  }
  return values
}
