import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemCtx } from '@/lib/context'
import { env } from '@/lib/env'
import { newId } from '@/lib/ids'
import { registerKeys } from '@/lib/signing/register'
import { transact } from '@/lib/transact'
import { aWorld, type World } from '@/tests/support/world'
import { appendChained, brokenLinks, makeChain } from './support/chain'
import { aCluster, type Cluster } from './support/cluster'
import { Running } from './support/process'
import { size } from './support/size'
import { treeFaults } from './support/tree'

// The log against a per-row hash chain, both on one durable PostgreSQL with the same writers, turn by turn.
const WRITERS = 64
const TURNS = size(1, 5)
const TURN_MS = size(1_000, 8_000)
const PACED_PER_S = 400
const PAYLOAD = { order: 'ORD-00123', amount_cents: 184_000, note: 'x'.repeat(200) }

let cluster: Cluster
let owner: Pool
let world: World
let worker: Running | undefined

beforeAll(async () => {
  env.DATABASE_POOL = WRITERS
  cluster = await aCluster()
  owner = new Pool({ connectionString: cluster.database.ownerUrl, max: 4 })
  owner.on('error', () => undefined)
  world = await aWorld()
  await registerKeys()
  await makeChain(owner, world.workspace)
  worker = await Running.launch('worker')
})
afterAll(async () => {
  await worker?.end()
  await owner?.end()
  await cluster?.remove()
})

const appendToLog = () =>
  transact(systemCtx(world.workspace, 'system:test', newId()), 'setup.run', async () => ({ value: undefined, audit: [{ kind: 'system', event: 'test.written', input: PAYLOAD }] }))

/** All writers at once for the time given; how many appends committed per second. */
async function rate(append: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (; performance.now() - startedAt < TURN_MS; done++) await append()
    }),
  )
  return (done * 1000) / (performance.now() - startedAt)
}

interface Seen {
  size: number
  at: number
}

/** Watches signed checkpoints as everybody can see them, by the database's clock. */
function watchCheckpoints(): { seen: Seen[]; stop: () => Promise<void> } {
  const seen: Seen[] = []
  let on = true
  const loop = (async () => {
    while (on) {
      const { rows } = await owner.query<Seen>(
        `SELECT coalesce(max(size), 0)::int AS size, extract(epoch FROM clock_timestamp())::float8 * 1000 AS at FROM audit_checkpoints WHERE workspace_id = $1`,
        [world.workspace],
      )
      const now = rows[0]
      if (now && now.size > (seen.at(-1)?.size ?? 0)) seen.push(now)
      await sleep(4)
    }
  })()
  return { seen, stop: () => ((on = false), loop) }
}

/** From when an entry was written, which is a little before its commit, until a checkpoint that covers it could be read. Sorted. */
async function mergeDelays(seen: readonly Seen[], since: number): Promise<number[]> {
  const { rows } = await owner.query<{ index: number; at: number }>(
    `SELECT v.index::int, extract(epoch FROM l."timestamp")::float8 * 1000 AS at FROM agent_audit_log l
     JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id WHERE l.workspace_id = $1 ORDER BY v.index`,
    [world.workspace],
  )
  let place = 0
  const delays: number[] = []
  for (const { index, at } of rows) {
    while (place < seen.length && (seen[place]?.size ?? 0) <= index) place++
    const covered = seen[place]
    if (!covered) throw new Error(`entry ${index} was never covered`)
    if (at >= since) delays.push(covered.at - at)
  }
  return delays.sort((a, b) => a - b)
}

const share = (sorted: readonly number[], part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const caughtUp = async () => expect(await treeFaults(owner, world.workspace)).toEqual([])
const databaseNow = async () => (await owner.query<{ at: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at')).rows[0]?.at ?? 0

function judge(what: string, passed: boolean): void {
  console.log(`${size(0, 1) ? (passed ? 'PASS  ' : 'FAIL  ') : ''}${what}`)
}

test('64 writers: the log outruns a hash chain, and every entry is soon under a signed checkpoint', async () => {
  const watch = watchCheckpoints()
  const log: number[] = []
  const chain: number[] = []
  await Promise.all(Array.from({ length: WRITERS }, () => Promise.all([appendToLog(), appendChained(world.workspace, JSON.stringify(PAYLOAD))])))
  const busySince = await databaseNow()
  for (let turn = 0; turn < TURNS; turn++) {
    log.push(await rate(appendToLog))
    await caughtUp()
    chain.push(await rate(() => appendChained(world.workspace, JSON.stringify(PAYLOAD))))
  }
  await caughtUp()
  const busy = await mergeDelays(watch.seen, busySince)

  const pacedSince = await databaseNow()
  const pacedUntil = performance.now() + TURN_MS
  for (let sent: Promise<unknown>[] = []; ; sent = []) {
    for (let each = 0; each < PACED_PER_S / 50; each++) sent.push(appendToLog())
    await Promise.all([...sent, sleep(20)])
    if (performance.now() > pacedUntil) break
  }
  await caughtUp()
  const paced = await mergeDelays(watch.seen, pacedSince)
  await watch.stop()
  expect(await brokenLinks(owner, world.workspace)).toBe(0)

  const ratio = mean(log) / mean(chain)
  const turns = (rates: number[]) => `${mean(rates).toFixed(0)}/s (${rates.map((each) => each.toFixed(0)).join(', ')})`
  judge(`${WRITERS} writers: log ${turns(log)}, hash chain ${turns(chain)}: ${ratio.toFixed(1)} times as many`, ratio >= 3)
  judge(`merge delay while the writers do all they can: p50 ${share(busy, 0.5).toFixed(0)} ms, p99 ${share(busy, 0.99).toFixed(0)} ms of ${busy.length} entries`, share(busy, 0.99) < 1000)
  judge(`merge delay at about ${PACED_PER_S} entries a second: p50 ${share(paced, 0.5).toFixed(0)} ms, p99 ${share(paced, 0.99).toFixed(0)} ms of ${paced.length} entries`, share(paced, 0.99) < 1000)
})
