import { afterAll, expect, test } from 'vitest'
import '@/tests/support/as-owner'
import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'
import { evidenceOfApproval, evidenceOfPeriod } from '@/lib/audit/bundle'
import { canonical } from '@/lib/audit/canonical'
import { closeDb, prisma } from '@/lib/db'
import { generateKeyPairSync } from 'node:crypto'
import { verifyBundle } from '@/packages/verify/bundle'
import type { ApprovalEvidence, EntryLine } from '@/packages/verify/bundle-lines'
import { utf8 } from '@/packages/verify/encoding'
import { keyId } from '@/packages/verify/note'
import { rows } from '@/tests/support/databases'
import { forged, problemsOf, sequenceAll, textOf, verified } from '@/tests/support/evidence'
import { aSigner, stepUp } from '@/tests/support/passkeys'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'

afterAll(closeDb)

const DAY = 86_400_000
const today = () => ({ from: new Date(Date.now() - DAY), until: new Date(Date.now() + DAY) })
const args = { order: 'ORD-7', amount_cents: 12_50, note: 'שלום "é" \u202e' }

interface Story {
  world: World
  reviewer: UserCtx
  auditor: UserCtx
  approvalId: string
  actionId: string
}

/** Asked, edited by one person, approved by both, started and reported. */
async function aStory(): Promise<Story> {
  const world = await aWorld()
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', 3, { requiredApprovals: 2 })
  const [reviewer, second, auditor] = [await world.person(), await world.person(), await world.person(['auditor'])]
  const asked = await submit(agent, { tool: 'issue_refund', args, description: 'Damaged parcel', evidence: [{ label: 'ticket', value: 'T-1' }] })
  if (asked.dry_run) throw new Error('not asked for')
  const approvalId = asked.approval?.id ?? ''
  const hash = async () => (await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })).actionHash
  const edited = { ...args, amount_cents: 1000 }
  await decide(second, { approvalId, decision: 'approve', actionHash: await hash() })
  await decide(reviewer, { approvalId, decision: 'approve', actionHash: await hash(), args: edited, comment: 'ten is enough' })
  await decide(second, { approvalId, decision: 'approve', actionHash: await hash() })
  await start(agent, asked.id, { args: edited })
  await report(agent, asked.id, { success: true, output: { refund: 'R-1' } })
  await sequenceAll()
  return { world, reviewer, auditor, approvalId, actionId: asked.id }
}

const told = await aStory()
const approvalText = await textOf(await evidenceOfApproval(told.auditor, told.approvalId))
await sequenceAll()
const periodText = await textOf(await evidenceOfPeriod(told.auditor, today()))
const linesOf = <T>(text: string) => text.trimEnd().split('\n').map((line) => JSON.parse(line) as T)

test('the evidence of an approval proves what was asked, shown, edited and decided, and says so in words', async () => {
  const findings = await verified(approvalText)
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  const words = findings.map(({ text }) => text).join('\n')
  expect(words).toContain('The seal holds')
  expect(words).toContain(`<${told.reviewer.actor.email}>`)
  expect(words.match(/approved exactly these arguments/g)).toHaveLength(3)
  const { approval } = linesOf<{ approval: ApprovalEvidence }>(approvalText).at(-2) as { approval: ApprovalEvidence }
  expect(approval.shown).toMatchObject({ description: 'Damaged parcel', evidence: [{ label: 'ticket', value: 'T-1' }] })
  expect(approval.versions.map(({ bound }) => bound?.args)).toEqual([args, { ...args, amount_cents: 1000 }])
  expect(approval.decisions.map(({ comment }) => comment)).toEqual([null, 'ten is enough', null])
})

test('the evidence of a period is every entry of it, in one unbroken run', async () => {
  expect(await problemsOf(periodText)).toEqual([])
  const lines = linesOf<EntryLine>(periodText).slice(1, -1)
  const before = await rows<{ id: string }>('SELECT entry_id AS id FROM audit_leaves WHERE workspace_id = $1 ORDER BY index', [told.world.workspace])
  // The export itself is written down first, and is not yet part of it.
  expect(lines.map(({ entry }) => entry.id)).toEqual(before.map(({ id }) => id))
  expect(lines.map(({ path }) => path)).toEqual(lines.map(() => null))
})

test('part of a log shows one entry more on either side, outside of the period', async () => {
  const { workspace } = told.world
  const [first, last] = await rows<{ at: Date }>(
    `SELECT l."timestamp" AS at FROM audit_leaves v JOIN agent_audit_log l ON l.workspace_id = v.workspace_id AND l.id = v.entry_id
     WHERE v.workspace_id = $1 AND v.index IN (4, 9) ORDER BY v.index`, [workspace])
  const period = { from: first?.at as Date, until: new Date((last?.at as Date).getTime() + 1) }
  const text = await textOf(await evidenceOfPeriod(told.auditor, period))
  expect(await problemsOf(text)).toEqual([])
  const ats = linesOf<EntryLine>(text).slice(1, -1).map(({ entry }) => entry.at)
  expect(ats.length).toBeGreaterThan(6)
  expect((ats[0] as string) < period.from.toISOString() && (ats.at(-1) as string) >= period.until.toISOString()).toBe(true)
})

test('only a key that the reader brings is trusted, never the one inside', async () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const stranger = { name: 'countersign-log', publicKey: raw, id: await keyId('countersign-log', raw) }
  const findings = await verifyBundle(utf8(approvalText), [stranger])
  expect(findings).toEqual([expect.objectContaining({ ok: false, line: 1, text: expect.stringContaining('No key that is trusted') as string })])
})

const changed = (which: number, change: (line: never) => unknown) => (lines: string[]) => lines.with(which, canonical(change(JSON.parse(lines.at(which) ?? '') as never)))

test.each<[what: string, change: (lines: string[]) => string[], problem: string]>([
  ['an entry left out', (lines) => lines.toSpliced(3, 1), 'which does not belong here'],
  ['an entry left out and the count mended', (lines) => changed(0, (head: object & { entries: number }) => ({ ...head, entries: head.entries - 1 }))(lines.toSpliced(-1, 1)), 'not the unbroken run'],
  ['two entries swapped', (lines) => lines.with(2, lines[3] ?? '').with(3, lines[2] ?? ''), 'which does not belong here'],
  ['an entry doubled', (lines) => lines.toSpliced(3, 0, lines[3] ?? ''), 'which does not belong here'],
  ['an actor changed', changed(2, (line: EntryLine) => ({ ...line, entry: { ...line.entry, actor_id: 'somebody@example.com' } })), 'not the one that was logged'],
  ['a payload changed', changed(5, (line: EntryLine) => ({ ...line, payloads: { ...line.payloads, input: '{}' }, salts: { ...line.salts, input: Buffer.alloc(32).toString('base64') } })), 'is not what was logged'],
  ['a checkpoint of another workspace', changed(0, (head: object) => ({ ...head, origin: 'countersign/other' })), 'another log'],
  ['a line that is not canonical', (lines) => lines.with(2, ` ${lines[2]}`), 'not canonical JSON'],
])('even whoever holds the key cannot seal a period again with %s', async (_what, change, problem) => {
  expect(await problemsOf(await forged(periodText, change))).toEqual([expect.stringContaining(problem)])
})

const approvalChanged = (change: (approval: ApprovalEvidence) => ApprovalEvidence) => changed(-1, ({ approval }: { approval: ApprovalEvidence }) => ({ approval: change(approval) }))
const firstDecision = (more: object) => approvalChanged((approval) => ({ ...approval, decisions: approval.decisions.map((each, at) => (at === 0 ? { ...each, ...more } : each)) }))

test.each<[what: string, change: (lines: string[]) => string[], problem: string]>([
  ['another meaning', firstDecision({ meaning: 'only had a look' }), 'does not mean'],
  ['another person', firstDecision({ by: 'nobody@example.com' }), 'is not in the log'],
  ['another time', firstDecision({ at: '2020-01-01T00:00:00.000Z' }), 'is not in the log'],
  ['another comment', firstDecision({ comment: 'sure' }), 'is not in the log'],
  ['a decision kept quiet', approvalChanged((approval) => ({ ...approval, decisions: approval.decisions.slice(1) })), 'that is not shown'],
  ['a decision about other arguments', firstDecision({ hash: 'a'.repeat(64) }), 'about other arguments'],
  ['an invented passkey', firstDecision({ assertion: '{}' }), 'does not confirm'],
  ['other arguments', approvalChanged((approval) => ({ ...approval, versions: approval.versions.map((version) => ({ ...version, bound: version.bound && { ...version.bound, args: { a: 1 } } })) })), 'do not have the action hash'],
  ['no arguments', approvalChanged((approval) => ({ ...approval, versions: [] })), 'are missing'],
  ['another approval', approvalChanged((approval) => ({ ...approval, id: 'x' })), 'not the one that the bundle is about'],
])('even whoever holds the key cannot seal an approval again with %s', async (_what, change, problem) => {
  expect(await problemsOf(await forged(approvalText, change))).toContainEqual(expect.stringContaining(problem))
})

test('a row that was changed in the database is pointed at, by its line', async () => {
  const { auditor, approvalId, actionId } = await aStory()
  await rows(`UPDATE agent_audit_log SET client_id = 'CUST-9' WHERE action_id = $1 AND action = 'approval.decided'`, [actionId])
  const [finding] = await verified(await textOf(await evidenceOfApproval(auditor, approvalId)))
  expect(finding).toMatchObject({ ok: false, line: 4, text: expect.stringContaining('not the one that was logged') as string })
})

test('an erased payload leaves the rest provable, and is counted', async () => {
  const { auditor, approvalId, actionId } = await aStory()
  await rows(`UPDATE agent_audit_log SET input_data = NULL, output_data = NULL, salts = salts - '{input,output}'::text[] WHERE action_id = $1 AND action IN ('action.submitted', 'approval.edited')`, [actionId])
  const findings = await verified(await textOf(await evidenceOfApproval(auditor, approvalId)))
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.map(({ text }) => text)).toContainEqual(expect.stringContaining('4 payloads were erased'))
})

test('a critical decision is shown with the passkey that signed it, and not without', async () => {
  const world = await aWorld()
  const agent = await world.agent('ops', { settings: { autoTrigger: true } })
  await world.tool('wire_money', 4, { requiredApprovals: 2 })
  const auditor = await world.person(['auditor'])
  const asked = await submit(agent, { tool: 'wire_money', args: { to: 'x' } })
  if (asked.dry_run) throw new Error('not asked for')
  const approvalId = asked.approval?.id ?? ''
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
  for (const signer of [await aSigner(world), await aSigner(world)]) {
    const assertion = await stepUp(signer, { approvalId, decision: 'approve', actionHash })
    await decide(signer.ctx, { approvalId, decision: 'approve', actionHash, assertion })
  }
  await sequenceAll()
  const text = await textOf(await evidenceOfApproval(auditor, approvalId))
  const findings = await verified(text)
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.filter((finding) => finding.text.endsWith('(with a passkey).'))).toHaveLength(2)
  expect(await problemsOf(await forged(text, firstDecision({ assertion: null })))).toContainEqual(expect.stringContaining('without a passkey'))
  const swapped = approvalChanged((approval) => ({ ...approval, decisions: approval.decisions.map((each, at, all) => ({ ...each, assertion: all[1 - at]?.assertion ?? null })) }))
  expect(await problemsOf(await forged(text, swapped))).toContainEqual(expect.stringContaining('given by somebody else'))
})

test('an approval taken back and one that the rules gave are told as what they are', async () => {
  const world = await aWorld({ approvalHoldMs: 60_000 })
  const agent = await world.agent('bot', { settings: { autoTrigger: true } })
  await world.tool('post', 3)
  await world.tool('scratch', 2)
  const [reviewer, auditor] = [await world.person(), await world.person(['auditor'])]
  const asked = await submit(agent, { tool: 'post', args: {} })
  const sandboxed = await submit(agent, { tool: 'scratch', args: {}, sandbox_id: 'sb-1' })
  if (asked.dry_run || sandboxed.dry_run) throw new Error('not asked for')
  const approvalId = asked.approval?.id ?? ''
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
  await decide(reviewer, { approvalId, decision: 'approve', actionHash })
  await retract(reviewer, { approvalId })
  await sequenceAll()
  const words = (await verified(await textOf(await evidenceOfApproval(auditor, approvalId)))).map(({ ok, text }) => `${ok} ${text}`)
  expect(words).toContainEqual(expect.stringMatching(/^true .*took the approval back/))
  const automatic = await verified(await textOf(await evidenceOfApproval(auditor, sandboxed.approval?.id ?? '')))
  expect(automatic.map(({ ok, text }) => `${ok} ${text}`)).toContainEqual(expect.stringMatching(/^true .*no person was asked/))
})

test('who may take evidence out, and that it is written down', async () => {
  const { world, reviewer, auditor, approvalId } = told
  const manager = await world.person(['manager'])
  await expect(evidenceOfPeriod(reviewer, today())).rejects.toMatchObject({ code: 'forbidden' })
  await expect(evidenceOfApproval(manager, approvalId)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(evidenceOfApproval(auditor, 'x')).rejects.toMatchObject({ code: 'not_found' })
  const elsewhere = await (await aWorld()).person(['auditor'])
  await expect(evidenceOfApproval(elsewhere, approvalId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(evidenceOfPeriod(auditor, { from: new Date(0), until: new Date(1) })).rejects.toMatchObject({ code: 'not_found' })
  expect(await problemsOf(await textOf(await evidenceOfApproval(reviewer, approvalId)))).toEqual([])
  const log = await rows<{ actor_id: string; input: string }>(`SELECT actor_id, input_data AS input FROM agent_audit_log WHERE workspace_id = $1 AND action = 'audit.exported' ORDER BY id`, [world.workspace])
  expect(log.at(-1)).toEqual({ actor_id: reviewer.actor.email, input: canonical({ format: 'evidence', filter: { approval: approvalId } }) })
})

test('what is not in the signed log yet is waited for, and then refused', async () => {
  const { auditor, approvalId, reviewer } = await aStory()
  await evidenceOfApproval(reviewer, approvalId)
  await expect(evidenceOfPeriod(auditor, today())).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('worker') as string })
})

test('a run of many batches and tiles is whole', async () => {
  const { world, auditor } = await aStory()
  await rows(
    `INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
     SELECT $1, gen_random_uuid(), clock_timestamp(), 'system', 'system:test', 'test.many', 'system', true, 'r' FROM generate_series(1, 1500)`, [world.workspace])
  await rows('INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1 AND action = $2', [world.workspace, 'test.many'])
  await sequenceAll()
  const text = await textOf(await evidenceOfPeriod(auditor, today()))
  expect(await problemsOf(text)).toEqual([])
  expect(text.split('\n').length).toBeGreaterThan(1500)
})
