import { z } from 'zod'
import { GroupId } from '@/lib/groups/schema'
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
  /** JSON Schema 2020-12 of the arguments, as typed; the verbs check it and store its RFC 8785 text. */
  inputSchema: z.string().max(65_536).nullable(),
  /** Distinct people; L4 never needs fewer than two. */
  requiredApprovals: z.int().min(1).max(10),
  /** Only its members decide; null for every reviewer. */
  reviewerGroup: GroupId.nullable(),
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
  inputSchema: fields.inputSchema.default(null),
  requiredApprovals: fields.requiredApprovals.default(1),
  reviewerGroup: fields.reviewerGroup.default(null),
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
  inputSchema: 'input_schema',
  requiredApprovals: 'required_approvals',
  reviewerGroup: 'reviewer_group',
}
