import { effectiveLevel, readAmount } from '@/lib/actions/claims'
import { riskInput, rulesVersion, verdictInput, type Facts } from '@/lib/actions/facts'
import { actionHash } from '@/lib/actions/hash'
import { canonical } from '@/lib/audit/canonical'
import { risk } from '@/lib/policies/risk'
import { standing, verdict, type Effect } from '@/lib/policies/verdict'
import type { Amount, ResultBody, SubmitBody } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

/** What an agent asks, and what the database knew of it at that moment. */
export interface Asked {
  id: string
  approvalId: string
  at: Date
  agentId: string
  keyId: string
  body: SubmitBody
  facts: Facts
  /** The how many-th of its hour this is. */
  used: number
}

export interface Person {
  id: string
  email: string
  sessionId: string
}

export type End = { kind: 'runs' } | { kind: 'lost'; at: Date } | { kind: 'reported'; at: Date; body: ResultBody }

export type AfterYes = { kind: 'unused' } | { kind: 'cancelled'; at: Date } | { kind: 'lapsed'; at: Date } | { kind: 'started'; at: Date; end: End }

export type Answer =
  | { kind: 'open' }
  | { kind: 'cancelled'; at: Date }
  | { kind: 'expired'; at: Date }
  | { kind: 'refused'; at: Date; by: Person; decision: 'reject' | 'reply'; comment: string }
  | { kind: 'approved'; at: Date; by: Person; comment?: string; edit?: { args: JsonObject; facts: Facts }; then: AfterYes }

/** One action from being asked to its end; which it can have follows from the verdict. */
export type Life = { asked: Asked; judged: Judged } & ({ effect: 'deny' } | { effect: 'allow'; end: End } | { effect: 'review'; answer: Answer })

/** What the rules say of some arguments. */
export interface Judged {
  /** RFC 8785 text. */
  args: string
  level: number
  amount: Amount | null
  risk: Risk
  hash: string
  policyVersion: string
  schema: string | null
  verdict: { effect: Effect } & Pick<Verdict, 'reason' | 'trace'>
}

/** Pure: the domain's own rules, on facts of another time. */
export function judge(workspace: string, { id, agentId, body, facts, used }: Asked, edited?: { args: JsonObject; facts: Facts }): Judged {
  const [given, known] = edited ? [edited.args, edited.facts] : [body.args, facts]
  const args = canonical(given)
  const level = effectiveLevel(facts.tool_level ?? 3, body)
  const amount = readAmount(known, { args: given })
  const limit = known.max_actions_per_hour
  const uncounted = verdictInput(known, body.tool, level, amount, edited ? null : { used: 0, limit, within: true })
  const counted = edited || standing(uncounted).outcome === 'deny' ? uncounted : { ...uncounted, hour: { used, limit, within: true } }
  const { effect, reason, trace } = verdict(counted)
  if (effect === 'limited') throw new Error('an action over the limit of its hour has no life')
  const policyVersion = rulesVersion(known)
  const bound = { workspace, action: id, agent: agentId, tool: body.tool, tool_schema_sha256: known.tool_schema_sha256, args: given, policy_version: policyVersion }
  return { args, level, amount, risk: risk(riskInput(known, level, amount, args)), hash: actionHash(bound), policyVersion, schema: known.tool_schema_sha256, verdict: { effect, reason, trace } }
}
