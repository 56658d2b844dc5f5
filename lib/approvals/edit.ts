import { canonical } from '@/lib/audit/canonical'
import { effectiveLevel, readAmount } from '@/lib/actions/claims'
import { difference, type Difference } from '@/lib/actions/difference'
import { readFacts, riskInput, rulesVersion, verdictInput } from '@/lib/actions/facts'
import { actionHash } from '@/lib/actions/hash'
import type { ActionRow } from '@/lib/actions/row'
import type { Actor, Ctx } from '@/lib/context'
import type { Sql, Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { risk } from '@/lib/policies/risk'
import { verdict } from '@/lib/policies/verdict'
import { checkArgs } from '@/lib/tools/validate-args'
import type { Amount } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

/** What the rules say of arguments that a person wrote in place of the agent's. */
export interface JudgedEdit {
  /** RFC 8785 text. */
  args: string
  hashAfter: string
  policyVersion: string
  toolSchemaSha256: string | null
  amount: Amount | null
  risk: Risk
  verdict: Pick<Verdict, 'effect' | 'reason' | 'trace'>
  difference: Difference[]
}

/**
 * Runs the verdict again on edited arguments, with the rules as they are now. Null when the edit changes nothing.
 * Throws `invalid` with paths where they break the tool's schema, `conflict` where the rules deny them.
 */
export async function judgeEdit(sql: Sql, ctx: Ctx, row: ActionRow, edited: JsonObject): Promise<JudgedEdit | null> {
  const args = canonical(edited)
  if (args === row.tool_args) return null
  const facts = { ...(await readFacts(sql, ctx, { agentId: row.agent_id, keyId: row.key_id, tool: row.tool_name })), person_id: row.on_behalf_of }
  const errors = facts.input_schema === null ? [] : checkArgs(facts.input_schema, edited)
  if (errors.length) {
    throw new AppError('invalid', 'These arguments do not fit the schema of the tool.', { errors: errors.map((fault) => ({ ...fault, path: `/args${fault.path}` })) })
  }
  if (effectiveLevel(facts.tool_level ?? row.trust_level, {}) > row.trust_level) {
    throw new AppError('conflict', "The tool's level was raised since this was asked: the agent has to ask again.", { state: row.state })
  }
  const amount = readAmount(facts, { args: edited })
  const found = verdict({ ...verdictInput(facts, row.tool_name, row.trust_level, amount, null) })
  if (found.effect !== 'review' && found.effect !== 'allow') {
    const why = found.trace.at(-1)?.detail ?? found.reason
    throw new AppError('conflict', `The rules deny these arguments: ${why}.`, { state: row.state, errors: [{ path: '/args', message: why }] })
  }
  const policyVersion = rulesVersion(facts)
  const bound = { workspace: ctx.workspace, action: row.id, agent: row.agent_id, tool: row.tool_name }
  return {
    args,
    hashAfter: actionHash({ ...bound, tool_schema_sha256: facts.tool_schema_sha256, args: edited, policy_version: policyVersion }),
    policyVersion,
    toolSchemaSha256: facts.tool_schema_sha256,
    amount,
    risk: risk(riskInput(facts, row.trust_level, amount, args)),
    verdict: { effect: found.effect, reason: found.reason, trace: found.trace },
    difference: difference(JSON.parse(row.tool_args) as JsonObject, edited),
  }
}

const EDIT = `
  INSERT INTO approval_edits (workspace_id, id, approval_request_id, action_id, edited_by, edited_by_id, args_before, args_after, hash_before,
    hash_after, tool_schema_sha256, policy_version, amount, currency, risk_score, risk_level, risk_reasons, reason, trace, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

/** Keeps both texts; the database changes the action and its approval from this row alone. Returns the edit's id. */
export async function insertEdit(tx: Tx, ctx: Ctx, editor: Extract<Actor, { kind: 'user' }>, row: ActionRow, judged: JudgedEdit): Promise<string> {
  const id = newId()
  const { amount, risk: scored, verdict: found } = judged
  await tx.sql(EDIT, [
    ...[ctx.workspace, id, row.approval_id, row.id, editor.email, editor.id, row.tool_args, judged.args, row.action_hash],
    ...[judged.hashAfter, judged.toolSchemaSha256, judged.policyVersion, amount?.value ?? null, amount?.currency ?? null],
    ...[scored.score, scored.level, JSON.stringify(scored.reasons), found.reason, JSON.stringify(found.trace), row.now],
  ])
  return id
}
