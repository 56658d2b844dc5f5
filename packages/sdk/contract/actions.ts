import { z } from 'zod'
import { JsonObject, JsonValue } from './json'
import { Risk, TrustLevel, Verdict } from './verdict'

export const ActionState = z.enum([
  'pending', 'approved', 'executing', 'succeeded', 'failed', 'unknown',
  'denied', 'rejected', 'expired', 'lapsed', 'cancelled',
])
export type ActionState = z.infer<typeof ActionState>

export const Stage = z.enum(['plan', 'execute', 'review', 'commit'])
export type Stage = z.infer<typeof Stage>

export const ToolId = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127}$/)
const Currency = z.string().regex(/^[A-Z]{3}$/).meta({ description: 'ISO 4217' })
const text = (max: number) => z.string().min(1).max(max)
// Bounds far above anything real, far below where a sum of many would overflow a bigint.
const count = z.int().min(0).max(1e12)
const whole = (min: number, max: number) =>
  z.string().regex(/^[0-9]{1,9}$/).transform(Number).pipe(z.int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined })
const At = z.iso.datetime({ offset: true })

// As UTC: PostgreSQL knows no offset beyond 15:59 and no year that JavaScript writes with a sign.
const Since = At.refine((at) => Date.parse(at) >= 0 && Date.parse(at) < Date.UTC(9999, 0), 'from 1970 to 9998')
  .transform((at) => new Date(at).toISOString())

/** Integer minor units: {value: 184000, currency: "USD"} is 1,840 dollars. */
export const Amount = z.strictObject({
  value: z.int().min(0).max(1e15).meta({ description: 'integer minor units (cents)' }),
  currency: Currency,
})
export type Amount = z.infer<typeof Amount>

export const SubmitBody = z.strictObject({
  tool: ToolId,
  args: JsonObject,
  action_name: text(200).optional(),
  action_name_he: text(200).optional(),
  description: text(10_000).optional(),
  context: text(20_000).optional(),
  evidence: z.array(z.strictObject({ label: text(200), value: z.string().max(4_000) })).max(50).optional(),
  workflow: text(200).optional(),
  stage: Stage.optional(),
  trust_level: TrustLevel.optional(),
  action_type: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/).optional(),
  run_id: text(200).optional(),
  sandbox_id: text(200).optional(),
  client_id: text(200).optional(),
  on_behalf_of: z.email().max(254).optional(),
  amount: Amount.optional(),
  dry_run: z.boolean().optional(),
  expires_in_s: z.int().min(10).max(7 * 86_400).optional(),
})
export type SubmitBody = z.infer<typeof SubmitBody>

export const StartBody = z.strictObject({ args: JsonObject })
export type StartBody = z.infer<typeof StartBody>

export const ResultBody = z.strictObject({
  success: z.boolean(),
  output: JsonValue.optional(),
  error: z.string().max(16_384).optional(),
  duration_ms: count.optional(),
  tokens: z.strictObject({ input: count, output: count }).optional(),
  cost_micros: count.optional(),
  currency: Currency.optional(),
  http_status: z.int().min(100).max(599).optional(),
})
export type ResultBody = z.infer<typeof ResultBody>

export const CancelBody = z.strictObject({})
export type CancelBody = z.infer<typeof CancelBody>

const ApprovalView = z.object({
  id: z.string(),
  url: z.string().meta({ description: 'the page at the desk where a person decides' }),
  expires_at: At,
  required: z.int(),
  votes: z.int().meta({ description: 'people who approved so far' }),
})

/** One value that a person changed, at a JSON pointer into the arguments; a side with nothing there is left out. */
const Changed = z.array(z.object({ path: z.string(), from: JsonValue.optional(), to: JsonValue.optional() }))

/** One action as its agent sees it: the answer of submit, read, report and cancel. */
export const ActionView = z.object({
  dry_run: z.literal(false),
  id: z.string(),
  state: ActionState,
  tool: z.string(),
  created_at: At,
  verdict: Verdict,
  risk: Risk,
  args: JsonObject.meta({ description: 'as they stand now: a person may have edited them' }),
  changed: Changed.optional().meta({ description: 'present when a person edited the arguments' }),
  approval: ApprovalView.optional(),
  startable_at: At.nullable(),
  execute_by: At.nullable(),
  result_due: At.nullable(),
  response: z.string().optional().meta({ description: "a reviewer's words instead of a yes; never consent" }),
  reject_reason: z.string().optional(),
  result: z.object({ ...ResultBody.shape, reported_at: At }).optional(),
  settled: z.object({ by: z.string(), note: z.string(), at: At }).optional()
    .meta({ description: 'no result came in time, and this person found out what happened: state is what they say' }),
})
export type ActionView = z.infer<typeof ActionView>

/** What would happen: judged like a real action, with nothing recorded and nothing counted. */
const DryRunAnswer = z.object({
  dry_run: z.literal(true),
  id: z.null(),
  verdict: Verdict,
  risk: Risk,
  args: JsonObject,
})

export const SubmitAnswer = z.discriminatedUnion('dry_run', [ActionView, DryRunAnswer])
export type SubmitAnswer = z.infer<typeof SubmitAnswer>

export const StartAnswer = z.object({
  id: z.string(),
  state: z.literal('executing'),
  grant: z.string().meta({ description: 'receipt of the single use of this approval: a JWS (EdDSA) that the tool can verify with /.well-known/jwks.json; good for 5 minutes' }),
  args: JsonObject.meta({ description: 'run exactly these' }),
  changed: Changed,
  result_due: At,
})
export type StartAnswer = z.infer<typeof StartAnswer>

/** The query of a list, parsed: the cursor stays opaque here, `lib/cursor.ts` reads it. */
export const ListQuery = z.strictObject({
  state: ActionState.optional(),
  tool: ToolId.optional(),
  since: Since.optional(),
  cursor: z.string().max(200).optional(),
  limit: whole(1, 200).default(50),
})
export type ListQuery = z.infer<typeof ListQuery>

export const WaitQuery = z.strictObject({ wait: whole(0, 60).default(0) })
export type WaitQuery = z.infer<typeof WaitQuery>

export const ActionPage = z.object({ actions: z.array(ActionView), next_cursor: z.string().nullable() })
export type ActionPage = z.infer<typeof ActionPage>
