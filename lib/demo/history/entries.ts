import { difference } from '@/lib/actions/difference'
import { canonical } from '@/lib/audit/canonical'
import type { AuditKind, FieldChange } from '@/lib/audit/append'
import type { JsonObject } from '@/packages/sdk/contract/json'
import type { AfterYes, Answer, Asked, End, Life, Person } from './life'
import type { Told } from './tell'

/** One fact of a life, as the verbs put it into the log. */
export interface Fact {
  at: Date
  /** Facts of one transaction came with one request. */
  request: number
  by: { kind: 'agent' | 'system'; id: string } | ({ kind: 'user' } & Person)
  kind: AuditKind
  event: string
  success: boolean
  input?: string
  output?: string
  changes?: FieldChange[]
  tokensUsed?: number
  durationMs?: number
  errorMessage?: string
}

const CLOCK = { kind: 'system', id: 'system:clock' } as const
const state = (old: string, now: string): FieldChange[] => [{ field: 'state', old, new: now }]
const agentOf = ({ agentId }: Asked) => ({ kind: 'agent', id: agentId }) as const

/** In the order in which they were written. */
export function factsOf(life: Life, told: Told): Fact[] {
  const { asked, effect } = life
  const facts = [submitted(life)]
  if (effect === 'allow') facts.push(...endFacts(asked, life.end, 1))
  if (effect !== 'review') return facts
  facts.push({ at: asked.at, request: 0, by: agentOf(asked), kind: 'approval', event: 'approval.requested', success: true })
  return [...facts, ...answerFacts(life, life.answer, told)]
}

function submitted({ asked, judged, effect }: Life): Fact {
  const { level, risk, hash: action_hash, schema: tool_schema_sha256, policyVersion: policy_version, verdict } = judged
  const output = { effect, reason: verdict.reason, level, risk: risk.score, action_hash, tool_schema_sha256, policy_version }
  return { at: asked.at, request: 0, by: agentOf(asked), kind: 'invoke', event: 'action.submitted', success: effect !== 'deny', input: canonical(asked.body), output: canonical(output) }
}

function answerFacts({ asked, judged }: Life, answer: Answer, told: Told): Fact[] {
  if (answer.kind === 'open') return []
  if (answer.kind === 'cancelled') return [cancelled(asked, answer.at, 'pending')]
  if (answer.kind === 'expired') return [{ at: answer.at, request: 1, by: CLOCK, kind: 'approval', event: 'approval.expired', success: false, changes: state('pending', 'expired') }]
  const by = { kind: 'user', ...answer.by } as const
  const yes = answer.kind === 'approved'
  const { final } = told
  const decided: Fact = {
    ...{ at: answer.at, request: 1, by, kind: 'approval', event: 'approval.decided', success: true },
    output: canonical({ decision: yes ? 'approve' : answer.decision, comment: answer.comment, action_hash: final.judged.hash, votes: yes ? 1 : 0, required: asked.facts.required_approvals }),
    changes: [{ field: 'status', old: 'pending', new: yes ? 'approved' : 'rejected' }],
  }
  if (!yes) return [decided]
  return [...(answer.edit ? [edited(answer, judged, told)] : []), decided, ...thenFacts(asked, answer.then, told)]
}

function edited({ at, by, edit }: Extract<Answer, { kind: 'approved' }>, judged: Life['judged'], { final }: Told): Fact {
  const before = JSON.parse(judged.args) as JsonObject
  const now = edit?.args ?? before
  return {
    ...{ at, request: 1, by: { kind: 'user', ...by }, kind: 'approval', event: 'approval.edited', success: true },
    input: canonical({ args_before: before, args_after: now }),
    output: canonical({ hash_before: judged.hash, hash_after: final.judged.hash, effect: final.judged.verdict.effect, risk: final.judged.risk.score }),
    changes: difference(before, now).map(({ path, from, to }) => ({ field: `args${path}`, old: from ?? null, new: to ?? null })),
  }
}

function thenFacts(asked: Asked, then: AfterYes, { final, grant }: Told): Fact[] {
  if (then.kind === 'unused') return []
  if (then.kind === 'cancelled') return [cancelled(asked, then.at, 'approved')]
  if (then.kind === 'lapsed') return [{ at: then.at, request: 2, by: CLOCK, kind: 'approval', event: 'action.lapsed', success: false, changes: state('approved', 'lapsed') }]
  const output = canonical({ grant: final.grant, kid: grant?.kid })
  return [{ at: then.at, request: 2, by: agentOf(asked), kind: 'tool_call', event: 'action.started', success: true, input: final.judged.args, output }, ...endFacts(asked, then.end, 3)]
}

function endFacts(asked: Asked, end: End, request: number): Fact[] {
  if (end.kind === 'runs') return []
  if (end.kind === 'lost') return [{ at: end.at, request, by: CLOCK, kind: 'error', event: 'action.unknown', success: false, changes: state('executing', 'unknown') }]
  const { success, output, http_status, duration_ms, error, tokens } = end.body
  return [
    {
      ...{ at: end.at, request, by: agentOf(asked), kind: 'complete', event: 'action.reported', success },
      output: canonical({ success, output, http_status }),
      changes: state('executing', success ? 'succeeded' : 'failed'),
      tokensUsed: tokens && tokens.input + tokens.output,
      durationMs: duration_ms,
      errorMessage: error,
    },
  ]
}

const cancelled = (asked: Asked, at: Date, old: string): Fact => ({ at, request: 9, by: agentOf(asked), kind: 'approval', event: 'action.cancelled', success: true, changes: state(old, 'cancelled') })
