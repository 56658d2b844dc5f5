import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { createGateway } from '@/gateway/server'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { closeDb, prisma, query } from '@/lib/db'
import { stopListening } from '@/lib/live/listen'
import { keySet } from '@/lib/signing/queries'
import { aWorld } from '@/tests/support/world'
import { size } from './support/size'

// One approval, many redeemers, over HTTP, all at once: one of them wins, whichever gateway it asked.
const GRANTS = size(20, 2_000)
const ATTEMPTS = 48
const CLIENTS = 64
const args = { order: 'ORD-1', amount_cents: 100 }

const open: FastifyInstance[] = []
afterAll(async () => {
  await Promise.all(open.map((app) => app.close()))
  await stopListening()
  await closeDb()
})

async function approved(): Promise<{ workspace: string; secret: string; ids: string[] }> {
  const world = await aWorld()
  const agent = await world.agent('payer', { settings: { autoTrigger: true, maxActionsPerHour: 1_000_000 } })
  await world.tool('pay', 3)
  const reviewer = await world.person()
  const ids: string[] = []
  const worker = async () => {
    while (ids.length < GRANTS) {
      const at = ids.push('') - 1
      const asked = await submit(agent, { tool: 'pay', args })
      if (asked.dry_run || !asked.approval) throw new Error('not put to people')
      const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval.id }, select: { actionHash: true } })
      await decide(reviewer, { approvalId: asked.approval.id, decision: 'approve', actionHash })
      ids[at] = asked.id
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return { workspace: world.workspace, secret: agent.secret, ids }
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

test.each([1, 2])(`${GRANTS} grants, ${GRANTS * ATTEMPTS} redemptions by ${CLIENTS} clients, gateways: %i`, async (count) => {
  const { workspace, secret, ids } = await approved()
  const doors = await gateways(count)
  const tally: Record<string, number> = {}
  const wins: { id: string; grant: string }[] = []
  const winners = new Set<string>()
  let next = 0
  const redeem = async () => {
    for (let turn = next++; turn < GRANTS * ATTEMPTS; turn = next++) {
      // The attempts on one grant follow each other, so that dozens of them are always in flight together.
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
      if (!body.grant) continue
      wins.push({ id, grant: body.grant })
      winners.add(door)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CLIENTS }, redeem))
  const seconds = (performance.now() - startedAt) / 1000
  console.log(`redemption, ${count} gateway(s): ${JSON.stringify(tally)} in ${seconds.toFixed(1)} s, ${Math.round((GRANTS * ATTEMPTS) / seconds)} a second`)

  expect(tally).toEqual({ won: GRANTS, already_started: GRANTS * (ATTEMPTS - 1) })
  expect(new Set(wins.map(({ id }) => id)).size).toBe(GRANTS)
  expect(winners.size).toBe(count)
  const [rows] = await query<{ grants: number; executing: number; entries: number }>(
    `SELECT (SELECT count(*) FROM execution_grants WHERE workspace_id = $1) AS grants,
      (SELECT count(*) FROM agent_action_events WHERE workspace_id = $1 AND state = 'executing') AS executing,
      (SELECT count(*) FROM agent_audit_log WHERE workspace_id = $1 AND action = 'action.started') AS entries`,
    [workspace],
  )
  expect(rows).toEqual({ grants: GRANTS, executing: GRANTS, entries: GRANTS })
  const keys = createLocalJWKSet(await keySet())
  const receipts = await Promise.all(wins.map(({ grant }) => jwtVerify(grant, keys, { audience: 'pay', typ: 'countersign-grant+jwt' })))
  expect(new Set(receipts.map(({ payload }) => payload.jti)).size).toBe(GRANTS)
  expect(receipts.map(({ payload }) => payload.action)).toEqual(wins.map(({ id }) => id))
})
