'use server'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { wholeNumber } from '@/app/form-fields'
import { decide } from '@/lib/approvals/decide'
import { decideMany } from '@/lib/approvals/decide-many'
import { previewEdit } from '@/lib/approvals/preview-edit'
import { retract } from '@/lib/approvals/retract'
import { retractMany } from '@/lib/approvals/retract-many'
import { beginStepUp as begin } from '@/lib/approvals/step-up'
import { MOST_TOGETHER } from '@/lib/approvals/together'
import { AssertionText } from '@/lib/passkeys/schema'
import { parseStrictJson } from '@/lib/strict-json'
import { JsonObject } from '@/packages/sdk/contract/json'
import { drawAgain } from './draw-again'

const MAX_ARGS = 256 * 1024

/** Read as strictly as what agents send: what is hashed is what was typed. */
const EditedArgs = z.string().max(MAX_ARGS).transform((text, check) => {
  const read = parseStrictJson(new TextEncoder().encode(text))
  const parsed = read.ok ? JsonObject.safeParse(read.value) : null
  if (parsed?.success) return parsed.data
  check.addIssue({ code: 'custom', message: read.ok ? 'json_object' : read.detail })
  return z.NEVER
})

/** What a passkey is asked about. */
const Question = z.object({
  approval: z.uuid(),
  decision: z.enum(['approve', 'reject', 'reply']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Edited arguments, as JSON text. */
  args: EditedArgs.optional(),
})

const DecideForm = Question.extend({
  comment: z.string().trim().max(4000).optional(),
  /** The passkey's answer, as JSON text; needed where the action is critical. */
  assertion: AssertionText.optional(),
  /** Whoever sent it has gone on to the next. */
  ahead: z.literal('1').optional(),
}).refine(
  ({ decision, comment }) => decision === 'approve' || Boolean(comment),
  { path: ['comment'], message: 'required' },
)

/** What a person said about exactly what the form's hash stands for. */
export const decideApproval = defineAction(DecideForm, 'approvals.decide', async (ctx, { approval, decision, hash, comment, args, assertion, ahead }) => {
  try {
    const { status, votes, required, startableAt } = await decide(ctx, { approvalId: approval, decision, actionHash: hash, comment, args, assertion })
    return { decision, status, votes, required, startableAt: startableAt?.getTime() ?? null }
  } finally {
    // Also after a conflict: the page then shows what happened instead. What nobody looks at any more is not drawn again.
    if (!ahead) drawAgain()
  }
})

/** The question for the person's passkey, about the arguments as they would be after the edit. */
export const beginStepUp = defineAction(Question, 'approvals.decide', async (ctx, { approval, decision, hash, args }) => {
  const edit = decision === 'approve' && args ? await previewEdit(ctx, { approvalId: approval, args }) : null
  return begin(ctx, { approvalId: approval, decision, actionHash: edit?.hashAfter ?? hash })
})

/** What the rules say of an edit, before anybody confirms it. Writes nothing. */
export const previewApprovalEdit = defineAction(z.object({ approval: z.uuid(), args: EditedArgs }), 'approvals.decide', (ctx, { approval, args }) =>
  previewEdit(ctx, { approvalId: approval, args }),
)

/** Undo, while the approval is on hold. */
export const retractApproval = defineAction(z.object({ approval: z.uuid() }), 'approvals.decide', async (ctx, { approval }): Promise<undefined> => {
  try {
    await retract(ctx, { approvalId: approval })
  } finally {
    drawAgain()
  }
})

const TogetherForm = z
  .object({
    decision: z.enum(['approve', 'reject']),
    comment: z.string().trim().max(4000).optional(),
    /** How many there are in all, where they come in several posts. */
    total: wholeNumber(1, MOST_TOGETHER),
    /** Each with the hash its row showed: "id hash". */
    item: z.array(z.string().regex(/^[0-9a-f-]{36} [0-9a-f]{64}$/)).min(1).max(MOST_TOGETHER),
  })
  .refine(({ decision, comment }) => decision === 'approve' || Boolean(comment), { path: ['comment'], message: 'required' })

/** Many in one go. Nothing is drawn again here: whoever posted does that once, after the last. */
export const decideTogether = defineAction(TogetherForm, 'approvals.decide', async (ctx, { decision, comment, total, item }) => {
  const items = item.map((each) => ({ approvalId: each.slice(0, 36), actionHash: each.slice(37) }))
  const outcomes = await decideMany(ctx, { decision, comment, items, total })
  return outcomes.map((outcome) => (outcome.done === null ? outcome : { ...outcome, startableAt: outcome.startableAt?.getTime() ?? null }))
})

/** Undo for many, each while it is on hold. */
export const retractTogether = defineAction(z.object({ approval: z.array(z.uuid()).min(1).max(MOST_TOGETHER) }), 'approvals.decide', (ctx, { approval }) =>
  retractMany(ctx, approval),
)
