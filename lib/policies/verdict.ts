import { formatMoney } from '@/lib/text/money'
import type { TraceStep } from '@/packages/sdk/contract/verdict'

/** From here on only people decide: at least two, each with a passkey. */
export const CRITICAL_LEVEL = 4

export type Effect = 'allow' | 'review' | 'deny'

export interface VerdictInput {
  agent: { enabled: boolean; archived: boolean }
  keyRevoked: boolean
  settings: {
    autoTrigger: boolean
    approvalRequired: boolean
    allowedTools: readonly string[]
    blockedTools: readonly string[]
    trustCeiling: number
  }
  /** Counted before the verdict, on the database; `within` is whether this one still fits. Null where a person edits: that is no new ask. */
  hour: { used: number; limit: number; within: boolean } | null
  tool: { id: string; known: boolean; hasAmount: boolean }
  unknownTools: 'review' | 'deny'
  level: number
  permission: { effect: Effect; maxAmount: number | null } | null
  /** Integer minor units read from the arguments; null when the tool names none or it cannot be read. */
  amount: { value: number; currency: string } | null
  /** Whether a person is named in `on_behalf_of`. */
  personNamed: boolean
}

export interface VerdictResult {
  /** `limited` is answered with 429 and recorded once an hour; the others become the action's effect. */
  effect: Effect | 'limited'
  reason: string
  trace: TraceStep[]
}

type Data = NonNullable<TraceStep['data']>
const step = (name: string, outcome: TraceStep['outcome'], code: string, detail: string, data: Data = {}): TraceStep => ({
  step: name,
  outcome,
  code,
  detail,
  data,
})

/** Step 1: who asks. Checked before the hour is counted, so that a disabled agent uses nothing up. */
export function standing({ agent, keyRevoked, settings, level }: VerdictInput): TraceStep {
  if (agent.archived) return step('agent', 'deny', 'agent_archived', 'The agent is archived')
  if (!agent.enabled) return step('agent', 'deny', 'agent_disabled', 'The agent is disabled')
  if (keyRevoked) return step('agent', 'deny', 'key_revoked', 'The key is revoked')
  const data = { level, ceiling: settings.trustCeiling }
  if (level > settings.trustCeiling) {
    return step('agent', 'deny', 'above_ceiling', `L${level} is above the ceiling of this agent, L${settings.trustCeiling}`, data)
  }
  return step('agent', 'pass', 'agent_enabled', 'Agent enabled', data)
}

function hour({ hour: counted }: VerdictInput): TraceStep {
  if (!counted) return step('hour', 'pass', 'hour_not_counted', 'An edit is not counted against the hour')
  const { used, limit, within } = counted
  if (within) return step('hour', 'pass', 'hour_within', `${used} of ${limit} actions this hour`, { used, limit })
  return step('hour', 'deny', 'hour_over', `All ${limit} actions of this hour are used`, { used, limit })
}

function tools({ tool, settings, unknownTools }: VerdictInput): TraceStep {
  const data = { tool: tool.id }
  if (settings.blockedTools.includes(tool.id)) return step('tools', 'deny', 'tool_blocked', `${tool.id} is blocked for this agent`, data)
  if (settings.allowedTools.length && !settings.allowedTools.includes(tool.id)) {
    return step('tools', 'deny', 'tool_not_allowed', `${tool.id} is not among the tools allowed to this agent`, data)
  }
  if (!tool.known && unknownTools === 'deny') return step('tools', 'deny', 'tool_unknown', `${tool.id} is not in the catalogue`, data)
  return step('tools', 'pass', 'tool_allowed', `${tool.id} may be asked for`, data)
}

function permission({ permission: rule, amount, tool }: VerdictInput): TraceStep {
  const data = { tool: tool.id }
  if (!rule) return step('permission', 'pass', 'permission_none', 'No permission is set: the agent may ask', data)
  if (rule.effect === 'deny') return step('permission', 'deny', 'permission_deny', `${tool.id} is denied to this agent`, data)
  if (rule.maxAmount !== null) {
    if (!amount) return step('permission', 'deny', 'amount_missing', 'There is a limit, and the amount cannot be read', data)
    const limits = { ...data, amount: amount.value, limit: rule.maxAmount, currency: amount.currency }
    const text = (value: number) => formatMoney(value, amount.currency)
    if (amount.value > rule.maxAmount) {
      return step('permission', 'deny', 'amount_over', `${text(amount.value)} is over the limit of ${text(rule.maxAmount)}`, limits)
    }
    if (rule.effect === 'review') return step('permission', 'review', 'permission_review', `${tool.id} is always reviewed`, data)
    return step('permission', 'pass', 'amount_within', `${tool.id} allowed, limit ${text(rule.maxAmount)}`, limits)
  }
  if (rule.effect === 'review') return step('permission', 'review', 'permission_review', `${tool.id} is always reviewed`, data)
  return step('permission', 'pass', 'permission_allow', `${tool.id} allowed`, data)
}

function byLevel({ level, settings, amount, tool }: VerdictInput): TraceStep {
  const data = { level }
  if (level >= CRITICAL_LEVEL) return step('level', 'review', 'level_critical', 'L4 is decided by at least two people with passkeys', data)
  if (tool.hasAmount && !amount) return step('level', 'review', 'amount_unreadable', 'The amount cannot be read from the arguments', data)
  if (level <= 1) return step('level', 'allow', 'level_reads', `L${level} has no side effects`, data)
  if (level === 2) return step('level', 'allow', 'level_sandboxed', 'L2 stays inside its sandbox', data)
  if (settings.approvalRequired) return step('level', 'review', 'approval_required', 'Real writes of this agent wait for a person', data)
  return step('level', 'allow', 'approval_not_required', 'Real writes of this agent need no person', data)
}

function unattended({ level, settings, personNamed }: VerdictInput): TraceStep {
  if (level <= 1 || settings.autoTrigger) return step('person', 'pass', 'may_start_itself', 'The agent may start this by itself')
  if (personNamed) return step('person', 'pass', 'person_named', 'A person is named')
  return step('person', 'review', 'no_person_named', 'The agent may not start by itself, and no person is named')
}

const STRENGTH = { pass: 0, allow: 1, review: 2, deny: 3 } as const

/** Pure. The first three steps stop at once; of the others, deny beats review beats allow, and no opinion is review. */
export function verdict(input: VerdictInput): VerdictResult {
  const trace: TraceStep[] = []
  for (const check of [standing, hour, tools, permission]) {
    const result = check(input)
    trace.push(result)
    if (result.outcome === 'deny') return { effect: check === hour ? 'limited' : 'deny', reason: result.code, trace }
  }
  trace.push(byLevel(input), unattended(input))
  const strongest = trace.reduce((best, each) => (STRENGTH[each.outcome] > STRENGTH[best.outcome] ? each : best))
  if (strongest.outcome === 'pass') return { effect: 'review', reason: 'no_opinion', trace }
  return { effect: strongest.outcome, reason: strongest.code, trace }
}
