import { canonical } from '@/lib/audit/canonical'
import type { AuditInput } from '@/lib/audit/append'
import { effectiveLevel, readAmount } from '@/lib/actions/claims'
import { readFacts, riskInput, verdictInput, type Facts } from '@/lib/actions/facts'
import { firstRefusal, lookAtHour, rateLimited, type Hour } from '@/lib/actions/hour'
import { insertAction, type NewAction } from '@/lib/actions/insert'
import { takePlace } from '@/lib/actions/take-place'
import { toView } from '@/lib/actions/view'
import { requireProvable } from '@/lib/audit/require-provable'
import type { Actor, Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { risk } from '@/lib/policies/risk'
import { standing, verdict } from '@/lib/policies/verdict'
import { discover } from '@/lib/tools/discover'
import { refuse, transactTogether, unchanged } from '@/lib/transact'
import type { SubmitAnswer, SubmitBody } from '@/packages/sdk/contract/actions'

const UNKNOWN_TOOL_LEVEL = 3

type AgentActor = Extract<Actor, { kind: 'agent' }>

function checkClaims(facts: Facts, body: SubmitBody, level: number): void {
  if (body.on_behalf_of && !facts.person_id) {
    const message = 'must be the e-mail of an active member of this workspace; customers go into client_id'
    throw new AppError('invalid', `on_behalf_of ${message}.`, { errors: [{ path: '/on_behalf_of', message }] })
  }
  if (level === 2 && !body.sandbox_id) {
    const message = 'is required for an L2 action'
    throw new AppError('invalid', `sandbox_id ${message}.`, { errors: [{ path: '/sandbox_id', message }] })
  }
}

/** What is decided about a request before anything is written, and the facts that were used. */
async function judge(tx: Tx, ctx: Ctx, agent: AgentActor, body: SubmitBody, args: string, taken: { place?: Promise<Hour> }) {
  const facts = await readFacts(tx.sql, ctx, { agentId: agent.id, keyId: agent.keyId, tool: body.tool, onBehalfOf: body.on_behalf_of })
  if (facts.key_revoked) throw new AppError('unauthenticated', 'This key was revoked.')
  const level = effectiveLevel(facts.tool_level ?? UNKNOWN_TOOL_LEVEL, body)
  checkClaims(facts, body, level)
  const amount = readAmount(facts, body)
  const limit = facts.max_actions_per_hour
  const uncounted = verdictInput(facts, body.tool, level, amount, { used: 0, limit, within: true })
  if (!body.dry_run && verdict(uncounted).effect === 'allow') await requireProvable(tx.sql, ctx)
  const place = () => (body.dry_run ? lookAtHour(tx, ctx, agent.id, facts.now, limit) : (taken.place ??= takePlace(ctx, agent.id, facts.now, limit)))
  const stopped = standing(uncounted).outcome === 'deny'
  const hour = stopped ? uncounted.hour : await place()
  const found = verdict({ ...uncounted, hour })
  const score = risk(riskInput(facts, level, amount, args))
  return { facts, level, amount, found, score }
}

/**
 * One question: may this agent do this? Decides by the rules and records the action, its approval if a person is needed, and why.
 * Throws `invalid` and `claim_mismatch` with paths, `rate_limited` with seconds to wait, and nothing is recorded then
 * (but one audit entry per agent and hour for the limit). A dry run answers the same and writes nothing.
 */
export function submit(ctx: Ctx, body: SubmitBody): Promise<SubmitAnswer> {
  // One place of the hour, however often this is begun.
  const taken: { place?: Promise<Hour> } = {}
  return transactTogether<SubmitAnswer>(ctx, 'actions.write', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'agent') throw new AppError('forbidden', 'Only agents ask.')
    const args = canonical(body.args)
    const { facts, level, amount, found, score } = await judge(tx, ctx, actor, body, args, taken)
    if (found.effect === 'limited') {
      const refused = rateLimited(facts.now, facts.max_actions_per_hour)
      if (body.dry_run || !(await firstRefusal(tx, ctx, actor.id, facts.now))) throw refused
      return refuse(refused, { kind: 'error', event: 'action.rate_limited', success: false, toolId: body.tool, errorMessage: refused.detail })
    }
    const { effect, reason, trace } = found
    if (body.dry_run) {
      return unchanged({ dry_run: true, id: null, verdict: { effect, reason, policy: null, trace }, risk: score, args: body.args })
    }
    const isNew = facts.tool_level === null
    if (isNew) await discover(tx, ctx, body.tool)
    const action: NewAction = { id: newId(), approvalId: newId(), body, args, level, amount, effect, reason, trace, risk: score, facts }
    const { row, hash: action_hash, policyVersion: policy_version, approval } = insertAction(tx, ctx, actor, action)
    // What the hash is over, as asked: an edit replaces it in the action, and nowhere else.
    const { tool_schema_sha256 } = facts
    const about = { toolId: body.tool, actionId: action.id, runId: body.run_id, clientId: body.client_id }
    const audit: [AuditInput, ...AuditInput[]] = [
      {
        kind: 'invoke',
        event: 'action.submitted',
        success: effect !== 'deny',
        ...about,
        input: body,
        output: { effect, reason, level, risk: score.score, action_hash, tool_schema_sha256, policy_version },
      },
    ]
    if (isNew) audit.push({ kind: 'config', event: 'tool.discovered', toolId: body.tool })
    if (effect === 'review') audit.push({ kind: 'approval', event: 'approval.requested', ...about })
    if (approval === 'automatic') {
      audit.push({ kind: 'approval', event: 'approval.decided', by: 'system:auto-approve', ...about, output: { decision: 'approve' } })
    }
    return { value: toView(row), audit }
  })
}
