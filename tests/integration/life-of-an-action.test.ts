import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { cancel } from '@/lib/actions/cancel'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { readAction } from '@/lib/actions/queries'
import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide, type DecideInput } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'
import { closeDb, prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import type { ActionView } from '@/packages/sdk/contract/actions'

afterAll(closeDb)

const later = (ms: number) => new Date(Date.now() + ms)
const args = { order: 'ORD-1', amount_cents: 100 }

async function ask(agent: AgentCtx, more = {}): Promise<ActionView> {
  const answer = await submit(agent, { tool: 'issue_refund', args, ...more })
  if (answer.dry_run) throw new Error('not asked for')
  return answer
}

async function setUp(settings = {}): Promise<{ world: World; agent: AgentCtx; reviewer: UserCtx }> {
  const world = await aWorld(settings)
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', 3)
  return { world, agent, reviewer: await world.person() }
}

async function verdictOf(reviewer: UserCtx, action: ActionView, decision: DecideInput['decision'], comment?: string) {
  const approvalId = action.approval?.id ?? ''
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
  return decide(reviewer, { approvalId, decision, actionHash, comment })
}

const codeOf = (error: unknown) => (error as { code?: string }).code
const outcomes = async (all: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(all)
  return {
    won: settled.filter(({ status }) => status === 'fulfilled').length,
    codes: settled.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : [])),
  }
}

describe('the straight way', () => {
  test('an approved action starts once, reports, and the log shows every step', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    expect(asked).toMatchObject({ state: 'pending', verdict: { effect: 'review', reason: 'approval_required' } })
    await verdictOf(reviewer, asked, 'approve')
    const started = await start(agent, asked.id, { args })
    expect(started).toMatchObject({ state: 'executing', args })
    const done = await report(agent, asked.id, { success: true, output: { refund: 'R-1' }, tokens: { input: 10, output: 5 }, duration_ms: 12 })
    expect(done).toMatchObject({ state: 'succeeded', result: { output: { refund: 'R-1' } } })
    const log = await prisma.auditEntry.findMany({ where: { actionId: asked.id }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
    expect(log.map(({ event }) => event)).toEqual(['action.submitted', 'approval.requested', 'approval.decided', 'action.started', 'action.reported'])
    expect(log.map(({ actorKind }) => actorKind)).toEqual(['agent', 'agent', 'user', 'agent', 'agent'])
  })

  test('a rejection carries its reason to the agent, and nothing starts', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'reject', 'too much')
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'rejected', reject_reason: 'too much' })
    await expect(start(agent, asked.id, { args })).rejects.toMatchObject({ code: 'not_approved' })
  })

  test('a reply is handed over as text and is no consent', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'reply', 'which order?')
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'rejected', response: 'which order?' })
    await expect(start(agent, asked.id, { args })).rejects.toMatchObject({ code: 'not_approved' })
  })

  test('a sandboxed action is approved automatically and says so', async () => {
    const { world, agent } = await setUp()
    await world.tool('write_file', 2)
    const asked = await ask(agent, { tool: 'write_file', sandbox_id: 'box-1' })
    expect(asked).toMatchObject({ state: 'executing', approval: { votes: 1 } })
    const [decision] = await prisma.decision.findMany({ where: { approvalId: asked.approval?.id } })
    expect(decision).toMatchObject({ decision: 'approve', decidedBy: 'system:auto-approve' })
    await expect(start(agent, asked.id, { args })).rejects.toMatchObject({ code: 'already_started' })
  })

  test('what the agent is answered at once is what it reads afterwards', async () => {
    const { world, agent } = await setUp()
    await world.tool('write_file', 2)
    await world.tool('read_order', 1)
    await world.tool('wire_money', 4)
    const asked = [
      {}, { expires_in_s: 90 }, { tool: 'write_file', sandbox_id: 'box-1' }, { tool: 'read_order' }, { tool: 'wire_money' }, { tool: 'brand_new', args: { b: 1, a: [1.5, 'é'] } },
    ]
    const states: string[] = []
    for (const more of asked) {
      const answer = await ask(agent, more)
      expect(await readAction(agent, answer.id)).toEqual(answer)
      states.push(`${answer.state} ${answer.approval?.required ?? '-'} ${answer.approval?.votes ?? '-'}`)
    }
    expect(states).toEqual(['pending 1 0', 'pending 1 0', 'executing 1 1', 'executing - -', 'pending 2 0', 'pending 1 0'])
  })

  test('an unknown tool enters the catalogue as L3 and is reviewed, or denied where the workspace says so', async () => {
    const { world, agent } = await setUp()
    expect(await ask(agent, { tool: 'brand_new' })).toMatchObject({ state: 'pending' })
    expect(await prisma.tool.findFirst({ where: { workspaceId: world.workspace, id: 'brand_new' } })).toMatchObject({ discovered: true, trustLevel: 3 })
    const strict = await setUp({ unknownTools: 'deny' })
    for (let i = 0; i < 2; i++) { // being named by an agent makes nothing known
      expect(await ask(strict.agent, { tool: 'brand_new' })).toMatchObject({ state: 'denied', verdict: { reason: 'tool_unknown' } })
    }
    const admin = await strict.world.person(['admin'])
    await change(admin, { toolId: 'brand_new', change: { description: 'described by a person' } })
    expect(await ask(strict.agent, { tool: 'brand_new' })).toMatchObject({ state: 'pending' })
  })
})

describe('races have one winner', () => {
  test('64 concurrent deciders: one resolution in the rows, 63 conflicts', async () => {
    const { world, agent } = await setUp()
    const asked = await ask(agent)
    const people = await Promise.all(Array.from({ length: 64 }, () => world.person()))
    const { won, codes } = await outcomes(people.map((person, i) => verdictOf(person, asked, i % 2 ? 'approve' : 'reject', 'because')))
    expect({ won, others: new Set(codes), count: codes.length }).toEqual({ won: 1, others: new Set(['conflict']), count: 63 })
    const decisions = await prisma.decision.findMany({ where: { approvalId: asked.approval?.id } })
    const approval = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval?.id } })
    expect(decisions).toHaveLength(1)
    expect(approval).toMatchObject({ status: decisions[0]?.decision === 'approve' ? 'approved' : 'rejected', resolvedBy: decisions[0]?.decidedBy })
  })

  test('64 concurrent starts: one grant in the rows', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'approve')
    const { won, codes } = await outcomes(Array.from({ length: 64 }, () => start(agent, asked.id, { args })))
    expect({ won, others: new Set(codes) }).toEqual({ won: 1, others: new Set(['already_started']) })
    expect(await prisma.grant.count({ where: { actionId: asked.id } })).toBe(1)
  })

  test('64 callers with one place left in the hour: one passes, one audit entry records the limit', async () => {
    const world = await aWorld()
    const agent = await world.agent('busy', { settings: { maxActionsPerHour: 1 } })
    await world.tool('look', 0)
    const { won, codes } = await outcomes(Array.from({ length: 64 }, () => ask(agent, { tool: 'look' })))
    expect({ won, others: new Set(codes) }).toEqual({ won: 1, others: new Set(['rate_limited']) })
    expect(await prisma.action.count({ where: { workspaceId: world.workspace } })).toBe(1)
    expect(await prisma.auditEntry.count({ where: { workspaceId: world.workspace, event: 'action.rate_limited' } })).toBe(1)
  })

  test('cancel, approve, reject and expiry at once leave one terminal truth', async () => {
    const { agent, reviewer, world } = await setUp()
    for (let round = 0; round < 10; round++) {
      const asked = await ask(agent)
      const other = await world.person()
      await Promise.allSettled([
        cancel(agent, asked.id),
        verdictOf(reviewer, asked, 'approve'),
        verdictOf(other, asked, 'reject', 'no'),
        closeOverdueBatch(later(3_700_000)),
      ])
      const row = await prisma.action.findFirstOrThrow({ where: { id: asked.id } })
      const approval = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval?.id } })
      const votes = await prisma.decision.count({ where: { approvalId: approval.id } })
      expect(votes).toBe(['approved', 'rejected'].includes(approval.status) ? 1 : 0)
      if (row.state !== 'cancelled' && row.state !== 'lapsed') expect(row.state).toBe(approval.status)
    }
  })
})

describe('time is the database clock', () => {
  test('a decision after the deadline is a conflict, and the approval expires', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent, { expires_in_s: 10 })
    await expect(verdictOf({ ...reviewer, at: later(11_000) }, asked, 'approve')).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'expired' })
    expect(await prisma.decision.count({ where: { approvalId: asked.approval?.id } })).toBe(0)
  })

  test('a decider who waits for the row lock until the deadline has passed is refused', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    const holder = new Client({ connectionString: process.env.DATABASE_URL })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
      VALUES ('test', gen_random_uuid(), now(), 'system', 'test', 'test.moved', 'system', true, 'test')`)
    await holder.query(`UPDATE agent_approvals SET expires_at = clock_timestamp() + interval '700 ms' WHERE id = $1`, [asked.approval?.id])
    await holder.query('COMMIT')
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM agent_action_events WHERE id = $1 FOR UPDATE', [asked.id])
    const decision = verdictOf(reviewer, asked, 'approve').catch((error: unknown) => codeOf(error))
    await holder.query('SELECT pg_sleep(1)')
    await holder.query('COMMIT')
    await holder.end()
    expect(await decision).toBe('conflict')
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'expired' })
  })

  test('an approval that is not used in time lapses', async () => {
    const { agent, reviewer } = await setUp()
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'approve')
    await expect(start({ ...agent, at: later(16 * 60_000) }, asked.id, { args })).rejects.toMatchObject({ code: 'lapsed' })
    await expect(start(agent, asked.id, { args })).rejects.toMatchObject({ code: 'lapsed' })
  })

  test('a started action without a result becomes unknown, and a late result is kept in the log', async () => {
    const { agent, reviewer, world } = await setUp()
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'approve')
    await start(agent, asked.id, { args })
    await closeOverdueBatch(later(11 * 60_000))
    await expect(report(agent, asked.id, { success: true })).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'unknown' })
    expect(await prisma.auditEntry.count({ where: { workspaceId: world.workspace, event: 'result.late' } })).toBe(1)
  })

  test('within the hold an approval can be taken back and not started; after it the reverse', async () => {
    const { agent, reviewer } = await setUp({ approvalHoldMs: 5000 })
    const asked = await ask(agent)
    await verdictOf(reviewer, asked, 'approve')
    await expect(start(agent, asked.id, { args })).rejects.toMatchObject({ code: 'on_hold' })
    await retract(reviewer, { approvalId: asked.approval?.id ?? '' })
    expect(await readAction(agent, asked.id)).toMatchObject({ state: 'pending', approval: { votes: 0 } })
    await verdictOf(reviewer, asked, 'approve')
    await expect(retract({ ...reviewer, at: later(6000) }, { approvalId: asked.approval?.id ?? '' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await start({ ...agent, at: later(6000) }, asked.id, { args })).toMatchObject({ state: 'executing' })
  })
})
