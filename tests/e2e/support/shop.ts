import { fork } from 'node:child_process'
import { Client } from 'pg'
import { aWorld, type World } from '@/tests/support/world'
import type { SubmitBody } from '@/packages/sdk/contract/actions'

export interface Shop {
  world: World
  /** Starts an agent process that asks for a refund; resolves with what became of it. */
  ask(order: string, cents: number, more?: Partial<SubmitBody>): Promise<{ kind: string; [key: string]: unknown }>
  refundsOf(order: string): Promise<number>
}

// The shop is no part of the desk: its tables are the worker's and its agents' to write.
function run(file: string, args: string[]): Promise<{ kind: string }> {
  return new Promise((resolve, reject) => {
    const child = fork(file, args, { execArgv: ['--import', 'tsx'], env: process.env })
    let said = { kind: 'nothing' }
    child.once('message', (message) => (said = message as { kind: string }))
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`${file} ended with ${code}`))))
  })
}

/** A workspace with the shop's real tables and one agent that may ask for refunds. Hold: half a second, unless told. */
export async function aShop(gateway: string, approvalHoldMs = 500): Promise<Shop> {
  const world = await aWorld({ approvalHoldMs })
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', 3, { name: 'Issue refund', amountPath: '/amount_cents', currency: 'USD', dataClass: 'personal' })
  await run('tests/e2e/support/fill-shop.ts', [world.workspace])
  return {
    world,
    ask: (order, cents, more = {}) => {
      const request: SubmitBody = {
        tool: 'issue_refund',
        args: { order_id: order, amount_cents: cents, reason: 'damaged on arrival' },
        action_name: `Refund ${order}`,
        action_name_he: `זיכוי ${order}`,
        description: 'The customer sent two photos of a cracked panel.',
        ...more,
      }
      return run('tests/e2e/support/agent-process.ts', [gateway, agent.secret, world.workspace, 'refund-agent', JSON.stringify(request)])
    },
    async refundsOf(order) {
      const owner = new Client({ connectionString: process.env.DATABASE_URL })
      await owner.connect()
      const { rows } = await owner.query<{ n: string }>('SELECT count(*) AS n FROM demo_shop.refunds WHERE workspace_id = $1 AND order_id = $2', [world.workspace, order])
      await owner.end()
      return Number(rows[0]?.n)
    },
  }
}
