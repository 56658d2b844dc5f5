import { z } from 'zod'
import { ToolId } from '@/packages/sdk/contract/actions'

export const DATA_CLASSES = ['unclassified', 'public', 'internal', 'confidential', 'personal'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

const fields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000),
  trustLevel: z.int().min(0).max(4),
  dataClass: z.enum(DATA_CLASSES),
  reversible: z.boolean(),
  /** JSON pointer into the arguments; the amount there is integer minor units. */
  amountPath: z.string().max(500).regex(/^(\/([^/~]|~[01])+)+$/, 'json_pointer').nullable(),
  currency: z.string().refine((code) => CURRENCIES.has(code), 'currency').nullable(),
}

export const ToolFields = z.object(fields)
export type ToolFields = z.infer<typeof ToolFields>

export const CreateTool = z.object({
  id: ToolId,
  name: fields.name.optional(),
  description: fields.description.default(''),
  trustLevel: fields.trustLevel.default(3),
  dataClass: fields.dataClass.default('unclassified'),
  reversible: fields.reversible.default(false),
  amountPath: fields.amountPath.default(null),
  currency: fields.currency.default(null),
})
export type CreateTool = z.input<typeof CreateTool>

/** How the log names each field. */
export const TOOL_NAMES: Record<keyof ToolFields, string> = {
  name: 'name',
  description: 'description',
  trustLevel: 'trust_level',
  dataClass: 'data_class',
  reversible: 'reversible',
  amountPath: 'amount_path',
  currency: 'currency',
}
