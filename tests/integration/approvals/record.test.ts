import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { agentRecord, lastAlike } from '@/lib/approvals/record'
import { closeDb, prisma } from '@/lib/db'
import { aWorld, type AgentCtx, type UserCtx } from '@/tests/support/world'

afterAll(closeDb)

const MINUTE = 60_000

async function scene() {
  const world = await aWorld()
  const [agent, other, noa] = [await world.agent('bot'), await world.agent('other'), await world.person()]
  await world.tool('pay', 3, { amountPath: '/cents', currency: 'USD' })
  await world.tool('change', 3)
  const ask = async (by: AgentCtx, tool: string, cents: number, at?: Date) => {
    const answer = await submit({ ...by, at }, { tool, args: { cents }, expires_in_s: 7 * 86_400 })
    if (answer.dry_run || !answer.approval) throw new Error('not put to people')
    return answer.approval.id
  }
  const say = async (person: UserCtx, id: string, decision: 'approve' | 'reject', at?: Date) => {
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id } })
    await decide({ ...person, at }, { approvalId: id, decision, comment: 'words', actionHash })
    return id
  }
  return { world, agent, other, noa, ask, say }
}

test('the last twenty of the same tool and agent, newest first, with amounts and who decided', async () => {
  const { agent, other, noa, ask, say } = await scene()
  const decided: string[] = []
  for (let n = 1; n <= 22; n += 1) decided.push(await say(noa, await ask(agent, 'pay', n * 100), n % 2 ? 'approve' : 'reject'))
  const open = await ask(agent, 'pay', 5)
  await say(noa, await ask(other, 'pay', 7), 'approve')
  await say(noa, await ask(agent, 'change', 7), 'approve')
  const alike = await lastAlike(noa, { id: open, agentId: 'bot', toolId: 'pay' })
  expect(alike.map(({ id }) => id)).toEqual(decided.toReversed().slice(0, 20))
  expect(alike[0]).toMatchObject({ status: 'rejected', amount: 2200, currency: 'USD', by: noa.actor.email.split('@')[0] })
  // Of one that is decided itself, the others.
  const [last = ''] = decided.slice(-1)
  expect((await lastAlike(noa, { id: last, agentId: 'bot', toolId: 'pay' })).map(({ id }) => id)).not.toContain(last)
  expect(await lastAlike(await (await aWorld()).person(), { id: open, agentId: 'bot', toolId: 'pay' })).toEqual([])
})

test('an agent’s thirty days are summed from its days, and the median is of people’s decisions', async () => {
  const { world, agent, noa, ask, say } = await scene()
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  // The roll-up has many columns; what is not asked about here is empty.
  const { rows: others } = await owner.query<{ name: string; empty: string }>(
    `SELECT column_name AS name, CASE data_type WHEN 'jsonb' THEN '{}' ELSE '0' END AS empty FROM information_schema.columns
     WHERE table_name = 'agent_metrics' AND is_nullable = 'NO' AND column_default IS NULL
       AND column_name NOT IN ('workspace_id', 'agent_id', 'date', 'invocations', 'approvals_rejected', 'denied', 'errors')`,
  )
  const day = (ago: number, actions: number) =>
    owner.query(
      `INSERT INTO agent_metrics (workspace_id, agent_id, date, invocations, approvals_rejected, denied, errors${others.map(({ name }) => `, ${name}`).join('')})
       VALUES ($1, 'bot', (now() AT TIME ZONE 'UTC')::date - $2::int, $3::int, 2, 1, 3${others.map(({ empty }) => `, '${empty}'`).join('')})`,
      [world.workspace, ago, actions],
    )
  for (const [ago, actions] of [[1, 10], [29, 5], [30, 1000]] as const) await day(ago, actions)
  await owner.end()
  const start = Date.now() - 60 * MINUTE
  for (const minutes of [1, 2, 9]) {
    const at = new Date(start + minutes * 1000)
    await say(noa, await ask(agent, 'change', minutes, at), minutes === 9 ? 'reject' : 'approve', new Date(at.getTime() + minutes * MINUTE))
  }
  expect(await agentRecord(noa, 'bot')).toEqual({ actions: 15, rejected: 4, denied: 2, failed: 6, medianMs: 2 * MINUTE })
  expect(await agentRecord(noa, 'other')).toEqual({ actions: 0, rejected: 0, denied: 0, failed: 0, medianMs: null })
})
