import '@/worker/as-worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancel } from '@/lib/actions/cancel'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { readFacts } from '@/lib/actions/facts'
import { hashOf } from '@/lib/actions/hash'
import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { createKey } from '@/lib/agents/create-key'
import { decide, type DecideInput } from '@/lib/approvals/decide'
import { sequence } from '@/lib/audit/sequence'
import { verifyLog } from '@/lib/audit/verify-log'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { addAgents, addTools } from '@/lib/demo/catalogue'
import { factsOf } from '@/lib/demo/history/entries'
import { idsFrom } from '@/lib/demo/history/ids'
import { judge, type Answer, type Asked, type End, type Life, type Person } from '@/lib/demo/history/life'
import { entryOf } from '@/lib/demo/history/log'
import { tell } from '@/lib/demo/history/tell'
import { Loader } from '@/lib/demo/history/write'
import { databaseUrl } from '@/lib/env'
import { newId } from '@/lib/ids'
import { loadSigner } from '@/lib/signing/load'
import { registerKeys } from '@/lib/signing/register'
import { createUser } from '@/lib/users/create'
import { createWorkspace } from '@/lib/workspaces/create'
import type { ResultBody, SubmitBody } from '@/packages/sdk/contract/actions'

const MINUTE = 60_000
const ORDER = { order_id: 'ORD-00042', amount_cents: 12_900, reason: 'arrived late' }
const refund: SubmitBody = {
  tool: 'issue_refund', args: ORDER, action_name: 'Refund "$129.00"', action_name_he: 'זיכוי\tשל $129', description: 'a\nb\\c', stage: 'commit', action_type: 'COMMIT_REFUND',
  evidence: [{ label: 'Order', value: 'ORD-00042' }], workflow: 'refunds', client_id: 'CUS-0007', run_id: 'run-1', on_behalf_of: 'principal@shop.example', expires_in_s: 3600,
}
const lookUp: SubmitBody = { tool: 'lookup_order', args: { order_id: 'ORD-00042' }, stage: 'plan' }
const done: ResultBody = { success: true, output: { refunded: true, note: 'שלום\\n' }, duration_ms: 812, tokens: { input: 900, output: 120 }, cost_micros: 4500, currency: 'USD', http_status: 200 }
const failed: ResultBody = { success: false, error: 'payments-db:\tno slots', duration_ms: 90, tokens: { input: 1, output: 2 }, cost_micros: 33, currency: 'USD', http_status: 503 }

const at = (hours: number, ms = 0) => new Date(Date.UTC(2026, 9, 1, 8) + hours * 60 * MINUTE + ms)
const reported = (began: Date, body: ResultBody): End => ({ kind: 'reported', at: new Date(began.getTime() + 900), body })
const lost = (began: Date): End => ({ kind: 'lost', at: new Date(began.getTime() + 10 * MINUTE + 300) })

interface Case {
  name: string
  body: SubmitBody
  /** From when it was asked to the end it had. */
  end?: (asked: Date) => End
  answer?: (asked: Date) => WithoutPerson
}
type WithoutPerson = Answer extends infer A ? (A extends { by: Person } ? Omit<A, 'by' | 'edit'> & { edit?: { args: typeof ORDER } } : A) : never

const after = (from: Date, ms: number) => new Date(from.getTime() + ms)
const yes = (then: (startable: Date) => Extract<Answer, { kind: 'approved' }>['then'], more: object = {}) => (asked: Date): WithoutPerson => {
  const decided = after(asked, 4 * MINUTE)
  return { kind: 'approved', at: decided, then: then(after(decided, 5000)), ...more }
}
const started = (end: (began: Date) => End) => (startable: Date) => ({ kind: 'started' as const, at: after(startable, 1200), end: end(after(startable, 1200)) })

const CASES: Case[] = [
  { name: 'allowed and succeeded', body: lookUp, end: (began) => reported(began, done) },
  { name: 'allowed and failed', body: lookUp, end: (began) => reported(began, failed) },
  { name: 'allowed and never reported', body: lookUp, end: lost },
  { name: 'denied', body: { ...refund, args: { ...ORDER, amount_cents: 60_000 } } },
  { name: 'denied for a blocked tool', body: { tool: 'export_customer_data', args: { segment: 'all' }, stage: 'commit' } },
  { name: 'approved and succeeded', body: refund, answer: yes(started((began) => reported(began, done))) },
  { name: 'approved with a comment and failed', body: refund, answer: yes(started((began) => reported(began, failed)), { comment: 'Looks right' }) },
  { name: 'approved and never reported', body: refund, answer: yes(started(lost)) },
  { name: 'edited and approved, succeeded', body: refund, answer: yes(started((began) => reported(began, done)), { edit: { args: { ...ORDER, amount_cents: 5000 } } }) },
  { name: 'edited and approved, lapsed', body: refund, answer: yes((startable) => ({ kind: 'lapsed', at: after(startable, 15 * MINUTE + 400) }), { edit: { args: { ...ORDER, amount_cents: 700 } } }) },
  { name: 'rejected', body: refund, answer: (asked) => ({ kind: 'refused', at: after(asked, MINUTE), decision: 'reject', comment: 'Asked twice' }) },
  { name: 'replied', body: refund, answer: (asked) => ({ kind: 'refused', at: after(asked, MINUTE), decision: 'reply', comment: 'at most $100' }) },
  { name: 'expired', body: refund, answer: (asked) => ({ kind: 'expired', at: after(asked, 60 * MINUTE + 250) }) },
  { name: 'cancelled while it waited', body: refund, answer: (asked) => ({ kind: 'cancelled', at: after(asked, 2 * MINUTE) }) },
  { name: 'approved and cancelled', body: refund, answer: yes((startable) => ({ kind: 'cancelled', at: after(startable, 700) })) },
  { name: 'approved and lapsed', body: refund, answer: yes((startable) => ({ kind: 'lapsed', at: after(startable, 15 * MINUTE + 400) })) },
  { name: 'edited and approved, not started yet', body: refund, answer: yes(() => ({ kind: 'unused' }), { edit: { args: { ...ORDER, amount_cents: 5100 } } }) },
  { name: 'approved and running', body: refund, answer: yes(started(() => ({ kind: 'runs' }))) },
  { name: 'waiting for people', body: refund, answer: () => ({ kind: 'open' }) },
  { name: 'allowed and running', body: lookUp, end: () => ({ kind: 'runs' }) },
]

const AGENT = 'refund-agent-basic'
let person: Person

async function aShop(id: string) {
  const ctx = systemCtx(asWorkspaceId(id), 'system:demo', newId())
  await createWorkspace(ctx, { id, name: id, demo: true })
  await addTools(ctx, () => Promise.resolve())
  await addAgents(ctx, () => Promise.resolve())
  const { userId } = await createUser(ctx, { email: 'reviewer@shop.example', name: 'Noa', roles: ['reviewer'] })
  await createUser(ctx, { email: 'principal@shop.example', name: 'Dana', roles: ['manager'] })
  const key = await createKey(ctx, { agentId: AGENT, name: 'test', scopes: ['actions:write', 'actions:read'] })
  person = { id: userId, email: 'reviewer@shop.example', sessionId: person?.sessionId ?? newId() }
  return { ctx, keyId: key.id }
}

/** The same through the verbs, at the same moments. Answers what the database knew when it was asked and when it was edited. */
async function play({ ctx, keyId }: Awaited<ReturnType<typeof aShop>>, asked: Date, { body, end, answer }: Case) {
  const agent = (when: Date): Ctx => ({ ...ctx, at: when, requestId: newId(), actor: { kind: 'agent', id: AGENT, keyId, scopes: ['actions:write', 'actions:read'] } })
  const user = (when: Date): Ctx => ({ ...ctx, at: when, requestId: newId(), actor: { kind: 'user', ...person, roles: ['reviewer'] } })
  const whatIsKnown = (when: Date) => readFacts(query, { ...ctx, at: when }, { agentId: AGENT, keyId, tool: body.tool, onBehalfOf: body.on_behalf_of })
  const facts = await whatIsKnown(asked)
  const view = await submit(agent(asked), body)
  const id = String(view.id)
  const finish = async (how: End) => {
    if (how.kind === 'reported') await report(agent(how.at), id, how.body)
    if (how.kind === 'lost') await closeOverdueBatch(how.at)
  }
  if (end) await finish(end(asked))
  const said = answer?.(asked)
  if (said?.kind === 'cancelled') await cancel(agent(said.at), id)
  if (said?.kind === 'expired') await closeOverdueBatch(said.at)
  if (said?.kind !== 'refused' && said?.kind !== 'approved') return { facts, editFacts: facts }
  const [approval] = await query<{ id: string; action_hash: string }>('SELECT id, action_hash FROM agent_approvals WHERE action_id = $1', [id])
  const editFacts = await whatIsKnown(said.at)
  const decision: DecideInput['decision'] = said.kind === 'refused' ? said.decision : 'approve'
  const edit = said.kind === 'approved' ? said.edit : undefined
  await decide(user(said.at), { approvalId: String(approval?.id), actionHash: String(approval?.action_hash), decision, comment: said.comment, args: edit?.args })
  if (said.kind !== 'approved') return { facts, editFacts }
  const { then } = said
  if (then.kind === 'cancelled') await cancel(agent(then.at), id)
  if (then.kind === 'lapsed') await closeOverdueBatch(then.at)
  if (then.kind === 'started') {
    await start(agent(then.at), id, { args: edit?.args ?? body.args })
    await finish(then.end)
  }
  return { facts, editFacts }
}

const TABLES = {
  agent_action_events: 'created_at', agent_approvals: 'created_at', approval_edits: 'at', approval_decisions: 'at', execution_grants: 'redeemed_at',
} as const
/** What is one's own in every row: whether it is there counts, and its shape. */
const own = (text: string) =>
  text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>').replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{86}/g, '<jws>').replace(/"[A-Za-z0-9+/]{43}="/g, '"<salt>"')
const rowsOf = async (table: string, order: string, workspace: string, not = '{}') =>
  (await query<{ row: string }>(`SELECT (to_jsonb(t) - 'workspace_id' - 'seq' - 'txid' - $2::text[])::text AS row FROM ${table} t WHERE workspace_id = $1 ORDER BY ${order}`, [workspace, not]))
    .map(({ row }) => JSON.parse(own(row)) as object)

let verbs: Awaited<ReturnType<typeof aShop>>
let made: Awaited<ReturnType<typeof aShop>>

beforeAll(async () => {
  await createWorkspace(systemCtx(asWorkspaceId('first'), 'system:test', newId()), { id: 'first', name: 'first' })
  verbs = await aShop('verbs')
  made = await aShop('made')
  await registerKeys()
  let dice = 0
  const newIdAt = idsFrom(() => (dice = (dice + 0.618033988) % 1))
  const scribe = { workspace: 'made', newId: newIdAt, signer: await loadSigner('grant') }
  const loader = await Loader.open(databaseUrl(), 'made', await loadSigner('log'))
  for (const [place, each] of CASES.entries()) {
    const when = at(place * 2)
    const { facts, editFacts } = await play(verbs, when, each)
    const asked: Asked = { id: newIdAt(when), approvalId: newIdAt(when, 1), at: when, agentId: AGENT, keyId: made.keyId, body: each.body, facts, used: 1 }
    const judged = judge('made', asked)
    const said = each.answer?.(when)
    const answer = said && ('decision' in said || said.kind === 'approved' ? { ...said, by: person, ...('edit' in said && said.edit && { edit: { args: said.edit.args, facts: editFacts } }) } : said)
    const life = { asked, judged, effect: judged.verdict.effect, end: each.end?.(when), answer } as Life
    const told = tell(life, scribe)
    const about = { agentId: AGENT, toolId: each.body.tool, actionId: asked.id, runId: each.body.run_id, clientId: each.body.client_id }
    await loader.write({ told: [told], entries: factsOf(life, told).map((fact, order) => entryOf('made', fact, order, about, newId(), newIdAt)) })
  }
  await loader.close()
  while (await sequence());
})
afterAll(closeDb)

describe('an action that was made up leaves what the verbs leave', () => {
  for (const [table, order] of Object.entries(TABLES)) {
    test(`in ${table}, column by column`, async () => {
      const [theirs, ours] = await Promise.all([rowsOf(table, order, 'verbs'), rowsOf(table, order, 'made')])
      expect(theirs.length).toBeGreaterThan(1)
      expect(ours).toEqual(theirs)
    })
  }

  test('in the log: the same entries in the same order, but for the mark of who made them', async () => {
    const log = (workspace: string) => rowsOf('agent_audit_log', '"timestamp", id', workspace, '{user_agent}').then((rows) => rows.filter((row) => 'action_id' in row && row.action_id !== null))
    const [theirs, ours] = await Promise.all([log('verbs'), log('made')])
    expect(theirs.length).toBeGreaterThan(50)
    expect(ours).toEqual(theirs)
    expect(await query(`SELECT DISTINCT user_agent FROM agent_audit_log WHERE workspace_id = 'made' AND action_id IS NOT NULL`)).toEqual([{ user_agent: 'countersign-demo' }])
  })

  test('every kind of end is among them, and each hash is over its own row', async () => {
    const rows = await query<{ state: string; action_hash: string } & Parameters<typeof hashOf>[1]>(`SELECT * FROM agent_action_events WHERE workspace_id = 'made'`)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['succeeded', 'failed', 'unknown', 'denied', 'rejected', 'expired', 'cancelled', 'lapsed', 'approved', 'executing', 'pending']))
    for (const row of rows) expect(hashOf('made', row)).toBe(row.action_hash)
    const odd = await query(`SELECT d.id FROM approval_decisions d JOIN agent_approvals p USING (workspace_id) JOIN agent_action_events a USING (workspace_id)
      WHERE workspace_id = 'made' AND p.id = d.approval_request_id AND a.id = p.action_id
        AND (a.approval_request_id <> p.id OR d.action_hash <> a.action_hash OR p.action_hash <> a.action_hash OR p.parameters <> a.tool_args)`)
    expect(odd).toEqual([])
  })

  test('and both logs verify', async () => {
    for (const workspace of ['verbs', 'made']) expect((await verifyLog(workspace, null)).filter(({ ok }) => !ok)).toEqual([])
  })
})
