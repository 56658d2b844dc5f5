import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createLocalJWKSet, jwtVerify, type JWTPayload } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { createGateway } from '@/gateway/server'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { closeDb, prisma, query } from '@/lib/db'
import { stopListening } from '@/lib/live/listen'
import { keySet } from '@/lib/signing/queries'
import { aWorld, type AgentCtx, type UserCtx } from '@/tests/support/world'
import { size } from './support/size'

// One approval, many redeemers, over HTTP, all at once: one of them wins, whichever gateway it asked.
const GRANTS = size(20, 2_000)
// In rounds, so that approvals do not lapse and receipts do not expire meanwhile, however slow the machine.
const ROUND = 100
const ATTEMPTS = 48
const CLIENTS = 64
const args = { order: 'ORD-1', amount_cents: 100 }

const open: FastifyInstance[] = []
afterAll(async () => {
  await Promise.all(open.map((app) => app.close()))
  await stopListening()
  await closeDb()
})

interface Scene {
  workspace: string
  agent: AgentCtx & { secret: string }
  reviewer: UserCtx
}

async function aScene(): Promise<Scene> {
  const world = await aWorld()
  const agent = await world.agent('payer', { settings: { autoTrigger: true, maxActionsPerHour: 1_000_000 } })
  await world.tool('pay', 3)
  return { workspace: world.workspace, agent, reviewer: await world.person() }
}

async function approve({ agent, reviewer }: Scene, count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const asked = await submit(agent, { tool: 'pay', args })
    if (asked.dry_run || !asked.approval) throw new Error('not put to people')
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval.id }, select: { actionHash: true } })
    await decide(reviewer, { approvalId: asked.approval.id, decision: 'approve', actionHash })
    ids.push(asked.id)
  }
  return ids
}

async function gateways(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, () => {
      const app = createGateway()
      open.push(app)
      return app.listen({ port: 0, host: '127.0.0.1' })
    }),
  )
}

interface Found {
  tally: Record<string, number>
  wins: { id: string; grant: string; door: string }[]
}

/** Every approval so often, by all clients at once; the attempts on one follow each other, so dozens of them are in flight together. */
async function redeem(ids: string[], secret: string, doors: string[], { tally, wins }: Found): Promise<void> {
  let next = 0
  const client = async () => {
    for (let turn = next++; turn < ids.length * ATTEMPTS; turn = next++) {
      const id = ids[Math.floor(turn / ATTEMPTS)] ?? ''
      const door = doors[randomInt(doors.length)] ?? ''
      const answer = await fetch(`${door}/v1/actions/${id}/start`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ args }),
      })
      const body = (await answer.json()) as { grant?: string; code?: string }
      const said = answer.status === 200 ? 'won' : String(body.code)
      tally[said] = (tally[said] ?? 0) + 1
      if (body.grant) wins.push({ id, grant: body.grant, door })
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

test.each([1, 2])(`${GRANTS} grants, ${GRANTS * ATTEMPTS} redemptions by ${CLIENTS} clients, gateways: %i`, async (count) => {
  const scene = await aScene()
  const doors = await gateways(count)
  const found: Found = { tally: {}, wins: [] }
  const receipts: JWTPayload[] = []
  let ms = 0
  while (found.wins.length < GRANTS) {
    const before = found.wins.length
    const ids = await approve(scene, Math.min(ROUND, GRANTS - before))
    const startedAt = performance.now()
    await redeem(ids, scene.agent.secret, doors, found)
    ms += performance.now() - startedAt
    const won = found.wins.slice(before)
    expect(won.map(({ id }) => id).sort()).toEqual(ids.sort())
    const keys = createLocalJWKSet(await keySet())
    for (const { grant } of won) receipts.push((await jwtVerify(grant, keys, { audience: 'pay', typ: 'countersign-grant+jwt' })).payload)
  }
  const { tally, wins } = found
  console.log(`redemption, ${count} gateway(s): ${JSON.stringify(tally)} in ${(ms / 1000).toFixed(1)} s, ${Math.round((GRANTS * ATTEMPTS * 1000) / ms)} a second`)

  expect(tally).toEqual({ won: GRANTS, already_started: GRANTS * (ATTEMPTS - 1) })
  expect(new Set(wins.map(({ door }) => door)).size).toBe(count)
  expect(new Set(receipts.map(({ jti }) => jti)).size).toBe(GRANTS)
  expect(receipts.map(({ action }) => action)).toEqual(wins.map(({ id }) => id))
  const [rows] = await query<{ grants: number; executing: number; entries: number }>(
    `SELECT (SELECT count(*) FROM execution_grants WHERE workspace_id = $1) AS grants,
      (SELECT count(*) FROM agent_action_events WHERE workspace_id = $1 AND state = 'executing') AS executing,
      (SELECT count(*) FROM agent_audit_log WHERE workspace_id = $1 AND action = 'action.started') AS entries`,
    [scene.workspace],
  )
  expect(rows).toEqual({ grants: GRANTS, executing: GRANTS, entries: GRANTS })
})
