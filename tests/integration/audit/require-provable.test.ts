import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { closeDb, prisma } from '@/lib/db'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

/** As if the sequencer had been gone for two hours. */
async function age(workspace: string): Promise<void> {
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  await owner.query(`UPDATE audit_pending SET at = at - interval '2 hours' WHERE workspace_id = $1`, [workspace])
  await owner.end()
}

describe('while the log takes no entries', () => {
  test('nothing starts and nothing is allowed; asking, deciding and reporting go on', async () => {
    const world = await aWorld()
    const agent = await world.agent('a', { settings: { autoTrigger: true } })
    await world.tool('pay', 3)
    await world.tool('look', 0)
    const ask = async () => {
      const answer = await submit(agent, { tool: 'pay', args: {} })
      if (answer.dry_run || !answer.approval) throw new Error('not put to people')
      const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: answer.approval.id } })
      await decide(await world.person(), { approvalId: answer.approval.id, decision: 'approve', actionHash })
      return answer.id
    }
    const running = await ask()
    await start(agent, running, { args: {} })
    const waiting = await ask()
    await age(world.workspace)
    const before = await prisma.action.count({ where: { workspaceId: world.workspace } })
    await expect(start(agent, waiting, { args: {} })).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    await expect(submit(agent, { tool: 'look', args: {} })).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect(await prisma.action.count({ where: { workspaceId: world.workspace } })).toBe(before)
    expect(await prisma.grant.count({ where: { workspaceId: world.workspace } })).toBe(1)
    await ask()
    expect(await report(agent, running, { success: true })).toMatchObject({ state: 'succeeded' })
  })

  test('other workspaces are not held up', async () => {
    const [late, other] = [await aWorld(), await aWorld()]
    await age(late.workspace)
    const agent = await other.agent('a', { settings: { autoTrigger: true } })
    await other.tool('look', 0)
    expect(await submit(agent, { tool: 'look', args: {} })).toMatchObject({ state: 'executing' })
  })
})
