import { randomInt } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import '@/tests/support/as-owner'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { evidenceOfApproval, evidenceOfPeriod } from '@/lib/audit/bundle'
import { logKeys } from '@/lib/audit/log-keys'
import { closeDb, prisma } from '@/lib/db'
import { verifyBundle } from '@/packages/verify/bundle'
import { utf8, type Bytes } from '@/packages/verify/encoding'
import { rows } from '@/tests/support/databases'
import { sequenceAll, textOf } from '@/tests/support/evidence'
import { aWorld, type World } from '@/tests/support/world'
import { Kept, remembered } from './support/bundle-changes'
import { size } from './support/size'

// Whatever is done to an exported file, the offline verifier notices: every byte, every line, every place to cut it off.
afterAll(closeDb)

const ENTRIES = size(40, 10_000)
/** Lines of which every byte is set to each of the 255 others. */
const EXHAUSTIVE = size(1, 20)
const STRIDE = size(8, 1)
const SAMPLES = 300

/** As the writer leaves them: some with payloads and salts, some without, text of many scripts. */
const MANY = `
  WITH entry AS (
    INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, agent_id, tool_id, client_id, success,
      input_data, output_data, changes, error_message, ip, tokens_used, duration_ms, request_id, user_agent, salts)
    SELECT $1, gen_random_uuid(), clock_timestamp(), 'agent', 'agent-' || n % 7, 'action.submitted', 'invoke', 'agent-' || n % 7, 'tool', 'CUST-' || n, n % 3 > 0,
      '{"args":{"n":' || n || ',"note":"שלום ' || md5(n::text) || ' \\"é\\""}}',
      CASE WHEN n % 2 = 0 THEN '{"ok":true}' END,
      CASE WHEN n % 5 = 0 THEN jsonb_build_array(jsonb_build_object('field', 'a', 'old', 0.5, 'new', NULL)) END,
      CASE WHEN n % 3 = 0 THEN 'no route to host 🤷' END,
      CASE WHEN n % 4 = 0 THEN '192.0.2.' || n % 256 END, n, n % 900, 'req-' || n, 'Mozilla/5.0 (דפדפן)',
      jsonb_strip_nulls(jsonb_build_object('input', salt, 'output', CASE WHEN n % 2 = 0 THEN salt END, 'changes', CASE WHEN n % 5 = 0 THEN salt END,
        'error_message', CASE WHEN n % 3 = 0 THEN salt END, 'ip', CASE WHEN n % 4 = 0 THEN salt END))
    FROM generate_series(1, $2::int) n, LATERAL (SELECT encode(sha256((n || 'salt')::bytea), 'base64') AS salt) s
    RETURNING workspace_id, id)
  INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`

async function aPeriod(): Promise<Bytes> {
  const world = await aWorld()
  const auditor = await world.person(['auditor'])
  await rows(MANY, [world.workspace, ENTRIES])
  await sequenceAll()
  return utf8(await textOf(await evidenceOfPeriod(auditor, { from: new Date(Date.now() - 3_600_000), until: new Date(Date.now() + 1000) })))
}

async function anApproval(world: World): Promise<Bytes> {
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', 3)
  const reviewer = await world.person()
  const asked = await submit(agent, { tool: 'issue_refund', args: { order: 'ORD-1', note: 'café' } })
  if (asked.dry_run) throw new Error('not asked for')
  const approvalId = asked.approval?.id ?? ''
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
  await decide(reviewer, { approvalId, decision: 'approve', actionHash, comment: 'כן' })
  await sequenceAll()
  return utf8(await textOf(await evidenceOfApproval(reviewer, approvalId)))
}

const bundles = { 'a period': await aPeriod(), 'an approval': await anApproval(await aWorld()) }
const keys = await logKeys()
const keptOf = new Map(await Promise.all(Object.entries(bundles).map(async ([name, bundle]) => [name, await Kept.of(bundle, keys)] as const)))
const kept = (name: string) => keptOf.get(name) as Kept
const names = Object.keys(bundles) as (keyof typeof bundles)[]

const unnoticed: string[] = []
async function each<T>(cases: Iterable<T>, run: (one: T) => Promise<string | null>): Promise<number> {
  let tried = 0
  let batch: Promise<void>[] = []
  for (const one of cases) {
    tried += 1
    batch.push(run(one).then((problem) => void (problem === null && unnoticed.push(JSON.stringify(one)))))
    if (batch.length < 128) continue
    await Promise.all(batch)
    batch = []
  }
  await Promise.all(batch)
  expect(unnoticed).toEqual([])
  return tried
}

test.each(names)('unchanged, %s verifies', async (name) => {
  expect((await verifyBundle(bundles[name], keys)).filter(({ ok }) => !ok)).toEqual([])
  expect(await kept(name).problem(0, 0, [])).toBeNull()
})

test.each(names)('every byte of %s, newlines too, with one bit turned', async (name) => {
  const { lines } = kept(name)
  function* changes() {
    for (const [line, own] of lines.entries()) for (let at = 0; at <= own.length; at += 1) yield { line, at, byte: (own[at] ?? 10) ^ (1 << randomInt(8)) }
  }
  const tried = await each(changes(), ({ line, at, byte }) => kept(name).change(line, at, byte))
  expect(tried).toBe(bundles[name].length)
  console.log(`bundle: ${name}, ${lines.length} lines: ${tried} changes of one byte, all noticed`)
})

test('every byte of some entries, as each of the 255 other bytes', async () => {
  const { lines } = kept('a period')
  function* changes() {
    for (let sample = 0; sample < EXHAUSTIVE; sample += 1) {
      const line = 1 + Math.floor((sample * (lines.length - 2)) / EXHAUSTIVE)
      const own = lines[line] as Bytes
      for (let at = 0; at < own.length; at += STRIDE) for (let byte = 0; byte < 256; byte += 1) if (byte !== own[at]) yield { line, at, byte }
    }
  }
  console.log(`bundle: ${await each(changes(), ({ line, at, byte }) => kept('a period').change(line, at, byte))} changes to every other byte, all noticed`)
})

test.each(names)('every line of %s deleted, doubled, swapped with the next and with another', async (name) => {
  const { lines } = kept(name)
  const line = (at: number) => lines[at] as Bytes
  const last = lines.length - 1
  function* changes() {
    for (let at = 0; at <= last; at += 1) {
      yield { what: 'deleted', from: at, to: at + 1, put: [] }
      yield { what: 'doubled', from: at, to: at + 1, put: [line(at), line(at)] }
      if (at < last) yield { what: 'swapped', from: at, to: at + 2, put: [line(at + 1), line(at)] }
      const other = randomInt(lines.length)
      const [first, second] = [Math.min(at, other), Math.max(at, other)]
      if (second - first > 1) yield { what: 'swapped', from: first, to: second + 1, put: [line(second), ...lines.slice(first + 1, second), line(first)] }
    }
  }
  const tried = await each(changes(), async ({ from, to, put }) => kept(name).problem(from, to, put))
  console.log(`bundle: ${name}: ${tried} deletions, doublings and swaps, all noticed`)
})

test.each(names)('%s cut off at every line', async (name) => {
  const { lines } = kept(name)
  await each(lines.keys(), (at) => kept(name).problem(at, lines.length, []))
})

test.each(names)('%s cut off, changed and added to anywhere, read as a whole file', async (name) => {
  const bundle = bundles[name]
  const check = remembered()
  const whole = async (bytes: Bytes) => (await verifyBundle(bytes, keys, check)).find(({ ok }) => !ok)?.text ?? null
  const anywhere = Array.from({ length: SAMPLES }, () => randomInt(bundle.length))
  await each([0, 1, bundle.length - 1, ...anywhere], (at) => whole(bundle.slice(0, at)))
  await each(anywhere, (at) => whole(bundle.map((byte, place) => (place === at ? byte ^ (1 << randomInt(8)) : byte))))
  await each(anywhere.slice(0, SAMPLES / 10), (at) => whole(Uint8Array.from([...bundle.subarray(0, at), randomInt(256), ...bundle.subarray(at)])))
  await each(['\n', ' ', '{}\n', '\0'], (more) => whole(Uint8Array.from([...bundle, ...utf8(more)])))
})
