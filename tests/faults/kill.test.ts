import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { registerKeys } from '@/lib/signing/register'
import { builtActions } from '@/tests/e2e/support/post-action'
import { sessionOf } from '@/tests/e2e/support/signed-in'
import { aWorld } from '@/tests/support/world'
import { aCluster, HITS, type Cluster } from './support/cluster'
import { lost } from './support/ledger'
import { Running, type Door } from './support/process'
import { halfWritten, storedActions } from './support/rows'
import { size } from './support/size'
import { misplaced, treeFaults } from './support/tree'
import { Traffic } from './support/traffic'

// kill -9 at any moment: what was acknowledged is there, and nothing is half there.
const KILLS = size(2, 200)
const ROUND = 20
const CLIENTS = 12
const PATIENCE_MS = 60_000

let cluster: Cluster
let owner: Pool
let traffic: Traffic
let workspace: string
const doors = {} as Record<Door, Running>

beforeAll(async () => {
  cluster = await aCluster()
  owner = new Pool({ connectionString: cluster.database.ownerUrl, max: 8 })
  owner.on('error', () => undefined)
  const world = await aWorld()
  workspace = world.workspace
  await registerKeys()
  await world.tool('change', 3)
  await world.tool('change-by-two', 3, { requiredApprovals: 2 })
  const settings = { maxActionsPerHour: 1_000_000, autoTrigger: true }
  const keys = [(await world.agent('first', { settings })).secret, (await world.agent('second', { settings })).secret]
  const reviewers = []
  for (let place = 0; place < 3; place++) {
    const { cookie, ctx } = await sessionOf(world, ['reviewer'])
    reviewers.push({ email: ctx.actor.email, cookie })
  }
  const [desk, gateway, worker] = await Promise.all([Running.launch('desk'), Running.launch('gateway'), Running.launch('worker')])
  Object.assign(doors, { desk, gateway, worker })
  const decide = builtActions().find(({ name }) => name === 'decideApproval')
  if (!decide) throw new Error('the build has no decideApproval')
  traffic = new Traffic({ workspace, desk: desk.url, gateway: gateway.url, keys, reviewers, decide, owner })
})

afterAll(async () => {
  await traffic?.pause()
  await Promise.all(Object.values(doors).map((door) => door.end()))
  await owner?.end()
  await cluster?.remove()
})

/** Transactions that a process has open. While it is stopped, they stay as they are. */
async function openTransactions(door: Door): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1 AND xact_start IS NOT NULL AND (backend_xid IS NOT NULL OR state LIKE 'idle in transaction%')`,
    [`faults-${door}`],
  )
  return rows[0]?.n ?? 0
}

interface Tally {
  landed: number
  inTransaction: number
  recoveredMs: number[]
}

/** Stopped first, so that what it was doing can be counted at the very moment of its end. A miss lets it go on. */
async function killDoor(door: Door, tally: Tally): Promise<void> {
  doors[door].signal('SIGSTOP')
  const open = await openTransactions(door)
  const asked = door === 'worker' ? open : traffic.waiting[door]
  if (asked === 0) return doors[door].signal('SIGCONT')
  const killedAt = performance.now()
  await doors[door].end('SIGKILL')
  tally.landed++
  if (open > 0) tally.inTransaction++
  await doors[door].start()
  if (door !== 'worker') await heardSince(door, performance.now())
  tally.recoveredMs.push(performance.now() - killedAt)
}

async function killDatabase(tally: Tally): Promise<void> {
  if (traffic.waiting.gateway + traffic.waiting.desk === 0) return
  const open = (await Promise.all([openTransactions('desk'), openTransactions('gateway'), openTransactions('worker')])).reduce((sum, n) => sum + n, 0)
  if (traffic.waiting.gateway + traffic.waiting.desk === 0) return
  const killedAt = performance.now()
  await cluster.kill(HITS[tally.landed % HITS.length] ?? 'all')
  tally.landed++
  if (open > 0) tally.inTransaction++
  await cluster.revive()
  await heardSince('gateway', performance.now())
  tally.recoveredMs.push(performance.now() - killedAt)
}

async function heardSince(door: 'desk' | 'gateway', moment: number): Promise<void> {
  for (const end = moment + PATIENCE_MS; traffic.heard[door] < moment; await sleep(5)) {
    if (performance.now() > end) throw new Error(`the ${door} did not come back: ${doors[door].output().slice(-2000)}`)
  }
}

/** Nothing is in flight: every request was repeated until it was answered. */
async function check(): Promise<void> {
  const { ledger } = traffic
  const said = ledger.strange.length > 0 ? Object.values(doors).map((door) => door.output()).join('') : ''
  expect(ledger.strange, said).toEqual([])
  const rows = await storedActions(owner, workspace)
  expect(lost(ledger, rows)).toEqual([])
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(ledger.submitted.values()))
  expect(await halfWritten(owner, workspace)).toEqual([])
  expect(await misplaced(owner, workspace)).toEqual([])
  expect(await treeFaults(owner, workspace)).toEqual([])
}

const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test.each(['gateway', 'desk', 'worker', 'PostgreSQL'] as const)('kill -9 of the %s in flight loses nothing and leaves nothing half written', async (target) => {
  const tally: Tally = { landed: 0, inTransaction: 0, recoveredMs: [] }
  while (tally.landed < KILLS) {
    const until = Math.min(tally.landed + ROUND, KILLS)
    traffic.resume(CLIENTS)
    while (tally.landed < until) {
      await sleep(randomInt(20, 500))
      if (target === 'PostgreSQL') await killDatabase(tally)
      else await killDoor(target, tally)
    }
    await traffic.pause()
    await check()
  }
  const { submitted, decided, started, reported, cancelled } = traffic.ledger
  console.log(
    `${target}: ${tally.landed} kills with requests in flight, ${tally.inTransaction} of them inside an open transaction; back after ${middle(tally.recoveredMs).toFixed(0)} ms ` +
      `(median), ${Math.max(...tally.recoveredMs).toFixed(0)} ms at most. Acknowledged so far: ${submitted.size} requests, ${decided.size} decisions, ` +
      `${started.size} starts, ${reported.size} results, ${cancelled.size} withdrawals: all there.`,
  )
})
