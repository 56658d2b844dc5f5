import { readAsked } from '@/lib/actions/row'
import { alreadyResolved } from '@/lib/approvals/conflict'
import { judgeEdit, type JudgedEdit } from '@/lib/approvals/edit'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import type { JsonObject } from '@/packages/sdk/contract/json'

export interface EditPreview extends Pick<JudgedEdit, 'difference' | 'risk' | 'verdict'> {
  /** What a decision on the edited arguments is about. */
  hashAfter: string
}

/** What the desk shows before a person confirms an edit. Writes nothing; `decide` judges again on the locked row. Null: nothing changed. */
export async function previewEdit(ctx: Ctx, { approvalId, args }: { approvalId: string; args: JsonObject }): Promise<EditPreview | null> {
  const row = await readAsked(query, ctx, approvalId)
  if (row.approval_status !== 'pending') throw alreadyResolved(row)
  const judged = await judgeEdit(query, ctx, row, args)
  return judged && { hashAfter: judged.hashAfter, difference: judged.difference, risk: judged.risk, verdict: judged.verdict }
}
