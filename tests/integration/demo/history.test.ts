import '@/worker/as-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { verifyLog } from '@/lib/audit/verify-log'
import { sequence } from '@/lib/audit/sequence'
import { closeDb, query } from '@/lib/db'
import { makeHistory, type HistoryMade } from '@/lib/demo/history/make'
import { createWorkspace } from '@/lib/workspaces/create'
import { newId } from '@/lib/ids'

const silent = () => undefined
const demoCtx = (id: string): Ctx => systemCtx(asWorkspaceId(id), 'system:demo', newId())
const NOW = new Date()
let made: HistoryMade

async function aDemo(id: string): Promise<Ctx> {
  const ctx = demoCtx(id)
  await createWorkspace(ctx, { id, name: id, demo: true })
  return ctx
}
const count = async (workspace: string, from: string) => (await query<{ n: number }>(`SELECT count(*) AS n FROM ${from}`, [workspace]))[0]?.n ?? 0

beforeAll(async () => {
  made = await makeHistory(await aDemo('past'), { days: 30, actions: 1500, pending: 40, seed: 1 }, silent, NOW)
}, 120_000)
afterAll(closeDb)

test('the log of a made history verifies, from the first leaf to the last signed checkpoint', async () => {
  while (await sequence());
  const findings = await verifyLog('past', null)
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  console.log(findings, made)
})
