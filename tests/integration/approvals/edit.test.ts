import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { closeVoidedBatch } from '@/lib/actions/close-overdue'
import { readAction } from '@/lib/actions/queries'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { previewEdit } from '@/lib/approvals/preview-edit'
import { showApproval } from '@/lib/approvals/show'
import { closeDb, prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import type { JsonObject } from '@/packages/sdk/contract/json'

afterAll(closeDb)

const asked = { order: 'ORD-1', amount_cents: 90_000 }
const less = { order: 'ORD-1', amount_cents: 40_000 }

interface Scene {
  world: World
  agent: AgentCtx
  first: UserCtx
  second: UserCtx
  actionId: string
  approvalId: string
  hash: () => Promise<string>
}

async function scene({ people = 1, level = 3 } = {}): Promise<Scene> {
  const world = await aWorld()
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', level, { amountPath: '/amount_cents', currency: 'USD', requiredApprovals: people })
  await world.permission('refund-agent', 'issue_refund', 'allow', 100_000)
  const answer = await submit(agent, { tool: 'issue_refund', args: asked })
  if (answer.dry_run || !answer.approval) throw new Error('not put to people')
  const approvalId = answer.approval.id
  const hash = async () => (await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })).actionHash
  return { world, agent, first: await world.person(), second: await world.person(), actionId: answer.id, approvalId, hash }
}

const approve = async ({ approvalId, hash }: Scene, person: UserCtx, args?: JsonObject) =>
  decide(person, { approvalId, decision: 'approve', actionHash: await hash(), args })

describe('edit and approve', () => {
  test('the agent gets the final arguments and the difference, and may start those only', async () => {
    const here = await scene()
    await approve(here, here.first, less)
    const changed = [{ path: '/amount_cents', from: 90_000, to: 40_000 }]
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'approved', args: less, changed })
    await expect(start(here.agent, here.actionId, { args: asked })).rejects.toMatchObject({
      code: 'args_mismatch', more: { errors: [{ path: '/args/amount_cents' }] },
    })
    expect(await start(here.agent, here.actionId, { args: less })).toMatchObject({ args: less, changed })
  })

  test('the amount, the risk and the trace are judged again, and the desk shows who changed what', async () => {
    const here = await scene({ people: 2 })
    const before = await showApproval(here.first, here.approvalId)
    await approve(here, here.first, less)
    const after = await showApproval(here.second, here.approvalId)
    expect(after).toMatchObject({ amount: 40_000, status: 'pending', votes: 1, required: 2, intact: true, hasVoted: false })
    expect(after?.riskScore).toBeLessThan(before?.riskScore ?? 0)
    expect(after?.trace.map(({ code }) => code)).toContain('hour_not_counted')
    expect(after?.edits).toMatchObject([{ editedBy: here.first.actor.email, difference: [{ path: '/amount_cents', from: 90_000, to: 40_000 }] }])
  })

  test('an edit that the rules deny is refused and changes nothing', async () => {
    const here = await scene()
    const hash = await here.hash()
    const over = { ...asked, amount_cents: 100_001 }
    await expect(previewEdit(here.first, { approvalId: here.approvalId, args: over })).rejects.toMatchObject({ code: 'conflict' })
    await expect(approve(here, here.first, over)).rejects.toMatchObject({ code: 'conflict', more: { errors: [{ path: '/args' }] } })
    expect(await here.hash()).toBe(hash)
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'pending', args: asked })
  })

  test('the preview says what the decision will be about', async () => {
    const here = await scene()
    const preview = await previewEdit(here.first, { approvalId: here.approvalId, args: less })
    await approve(here, here.first, less)
    expect(await here.hash()).toBe(preview?.hashAfter)
    expect(await previewEdit((await scene()).first, { approvalId: here.approvalId, args: less }).catch(({ code }: { code: string }) => code)).toBe('not_found')
  })

  test('the same arguments in another spelling are no edit', async () => {
    const here = await scene()
    const hash = await here.hash()
    expect(await approve(here, here.first, { amount_cents: 9e4, order: 'ORD-1' })).toMatchObject({ status: 'approved' })
    expect(await here.hash()).toBe(hash)
    expect(await prisma.edit.count({ where: { approvalId: here.approvalId } })).toBe(0)
  })

  test('arguments that break the schema of the tool are refused with their paths', async () => {
    const world = await aWorld()
    const agent = await world.agent('a', { settings: { autoTrigger: true } })
    await world.tool('restart', 3)
    const inputSchema = { type: 'object', properties: { service: { type: 'string' } }, required: ['service'], additionalProperties: false }
    await change(await world.person(['admin']), { toolId: 'restart', change: { inputSchema: JSON.stringify(inputSchema) } })
    const answer = await submit(agent, { tool: 'restart', args: { service: 'api' } })
    if (answer.dry_run || !answer.approval) throw new Error('not put to people')
    const approvalId = answer.approval.id
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
    const edited = decide(await world.person(), { approvalId, decision: 'approve', actionHash, args: { service: 7, force: true } })
    await expect(edited).rejects.toMatchObject({ code: 'invalid', more: { errors: expect.arrayContaining([expect.objectContaining({ path: '/args/service' })]) } })
  })
})

describe('earlier votes', () => {
  test('an edit resets them: the first voter has to look again, and the quorum is of people who said yes to the same', async () => {
    const here = await scene({ people: 2 })
    const shown = await here.hash()
    expect(await approve(here, here.first)).toMatchObject({ status: 'pending', votes: 1 })
    expect(await approve(here, here.second, less)).toMatchObject({ status: 'pending', votes: 1, required: 2 })
    const stale = decide(here.first, { approvalId: here.approvalId, decision: 'approve', actionHash: shown })
    await expect(stale).rejects.toMatchObject({ code: 'conflict', more: { errors: [{ path: '/args', message: 'changed' }] } })
    expect(await approve(here, here.first)).toMatchObject({ status: 'approved', votes: 2 })
    const events = await prisma.auditEntry.findMany({ where: { actionId: here.actionId, kind: 'approval' }, orderBy: { id: 'asc' } })
    expect(events.map(({ event }) => event)).toEqual(['approval.requested', 'approval.decided', 'approval.edited', 'approval.decided', 'approval.decided'])
  })

  test('an edit back to the first arguments does not wake the votes for them', async () => {
    const here = await scene({ people: 2 })
    await approve(here, here.first)
    await approve(here, here.first, less)
    expect(await approve(here, here.second, asked)).toMatchObject({ status: 'pending', votes: 1 })
    expect(await showApproval(here.first, here.approvalId)).toMatchObject({ hasVoted: false, actionHash: await here.hash() })
    expect(await approve(here, here.first)).toMatchObject({ status: 'approved', votes: 2 })
  })

  test('nobody votes twice on the same arguments', async () => {
    const here = await scene({ people: 2 })
    await approve(here, here.first)
    await expect(approve(here, here.first)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'pending', approval: { votes: 1, required: 2 } })
  })

  test('one rejection rejects, whatever the votes', async () => {
    const here = await scene({ people: 3 })
    await approve(here, here.first)
    await decide(here.second, { approvalId: here.approvalId, decision: 'reject', actionHash: await here.hash(), comment: 'no' })
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'rejected', reject_reason: 'no' })
  })

  test('64 people at once: exactly as many votes as are needed are taken', async () => {
    const here = await scene({ people: 5 })
    const actionHash = await here.hash()
    const people = await Promise.all(Array.from({ length: 64 }, () => here.world.person()))
    const all = await Promise.allSettled(people.map((person) => decide(person, { approvalId: here.approvalId, decision: 'approve', actionHash })))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await prisma.decision.count({ where: { approvalId: here.approvalId } })).toBe(5)
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'approved' })
  })
})

/** Runs the job that the change enqueues, as the worker does. */
async function voidJob({ world }: Scene): Promise<{ before: number; after: number }> {
  const before = await closeVoidedBatch(world.workspace, 'issue_refund')
  await change(await world.person(['admin']), { toolId: 'issue_refund', change: { inputSchema: JSON.stringify({ type: 'object' }) } })
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  const { rows: [job] } = await owner.query<{ payload: { workspace: string; tool: string } }>(
    `SELECT payload FROM graphile_worker._private_jobs WHERE payload ->> 'workspace' = $1`, [world.workspace])
  await owner.end()
  return { before, after: job ? await closeVoidedBatch(job.payload.workspace, job.payload.tool) : -1 }
}

describe('a changed schema', () => {
  const schema = { type: 'object', properties: { amount_cents: { type: 'integer' } } }

  test('voids what was approved under the old one', async () => {
    const here = await scene()
    await approve(here, here.first)
    await change(await here.world.person(['admin']), { toolId: 'issue_refund', change: { inputSchema: JSON.stringify(schema) } })
    await expect(start(here.agent, here.actionId, { args: asked })).rejects.toMatchObject({
      code: 'conflict', more: { state: 'cancelled', errors: [{ path: '/tool_schema_sha256' }] },
    })
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'cancelled' })
  })

  test('voids what still waits, whoever touches it first', async () => {
    const here = await scene()
    await change(await here.world.person(['admin']), { toolId: 'issue_refund', change: { inputSchema: JSON.stringify(schema) } })
    await expect(approve(here, here.first)).rejects.toMatchObject({ code: 'conflict', more: { state: 'cancelled' } })
    expect(await showApproval(here.first, here.approvalId)).toMatchObject({ status: 'cancelled', resolvedBy: 'system:schema' })
  })

  test('withdraws what nobody touches, so that a waiting agent hears of it', async () => {
    const here = await scene()
    expect(await voidJob(here)).toEqual({ before: 0, after: 1 })
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'cancelled' })
  })

  test('leaves alone what has started', async () => {
    const here = await scene()
    await approve(here, here.first)
    await start(here.agent, here.actionId, { args: asked })
    await change(await here.world.person(['admin']), { toolId: 'issue_refund', change: { inputSchema: JSON.stringify(schema) } })
    expect(await readAction(here.agent, here.actionId)).toMatchObject({ state: 'executing' })
  })
})
