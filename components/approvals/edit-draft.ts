import type { ComponentProps, ReactNode } from 'react'
import type { ActionResult, FormAction } from '@/components/ui/action-result'
import { editFields, written } from '@/lib/approvals/edit-fields'
import type { EditPreview } from '@/lib/approvals/preview-edit'
import type { JsonObject } from '@/packages/sdk/contract/json'

export type Failure = Extract<ActionResult<unknown>, { ok: false }>

/** The approval as the editor needs it. */
export interface Editable {
  id: string
  hash: string
  /** The canonical text that is shown. */
  parameters: string
  inputSchema: string | null
  amountPath: string | null
  currency: string | null
  riskScore: number
  riskLevel: 'low' | 'medium' | 'high'
  votes: number
  required: number
}

export interface EditDraft {
  mode: 'form' | 'json'
  /** The hash of what it started from. */
  hash: string
  /** What the form starts from: what stands there, or what was typed as JSON. */
  base: JsonObject
  typed: Record<string, string>
  text: string
}

export interface EditFormProps {
  approval: Editable
  draft: EditDraft | null
  onDraft: (draft: EditDraft | null) => void
  preview: FormAction<EditPreview | null>
  /** The decision form of the bar: editing ends in the same server action as approving. */
  form: Pick<ComponentProps<'form'>, 'action' | 'onSubmit'>
  refused: Failure | null
  children: ReactNode
}

/** The editor as it opens: what stands there, as a form where the schema makes one. */
export function startFrom({ parameters, hash, inputSchema }: Editable): EditDraft {
  const base = JSON.parse(parameters) as JsonObject
  return { mode: editFields(inputSchema, base) ? 'form' : 'json', hash, base, typed: {}, text: written(base) }
}
