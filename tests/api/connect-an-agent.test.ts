import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROBLEM_CODES } from '@/packages/sdk/contract/problem'
import { vote } from '@/tests/api/support/ask'
import { startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, rows, type World } from '@/tests/api/support/world'

let world: World
let base: string
let page: string
beforeAll(async () => {
  base = await startGateway()
  world = await makeWorld()
  page = await readFile('docs/connect-an-agent.md', 'utf8')
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

/** The person at the desk: approves the first thing that waits. */
async function approveFirst(): Promise<void> {
  const waiting = () => rows<{ id: string }>(`SELECT id FROM agent_action_events WHERE workspace_id = $1 AND state = 'pending'`, [world.workspace])
  await expect.poll(waiting, { timeout: 20_000 }).not.toEqual([])
  await vote(world, (await waiting())[0]?.id ?? '', 'approve')
}

test('every command of the page works as pasted, in its order', async () => {
  const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block).join('\necho; echo ----\n')
  const env = { ...process.env, CS: `${base}/v1`, KEY: world.key }
  const [{ stdout }] = await Promise.all([promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { env }), approveFirst()])
  const answers = stdout.split('----').map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(answers.map(({ state, dry_run, actions, settings }) => state ?? (dry_run && 'dry run') ?? (settings && 'config') ?? (actions && 'list'))).toEqual([
    'config', 'pending', 'dry run', 'approved', 'executing', 'succeeded', 'cancelled', 'list',
  ])
  expect(answers.at(-1)?.actions).toHaveLength(1)
})

test('the page names every code there is', () => {
  for (const code of PROBLEM_CODES) expect(page).toContain(`\`${code}\``)
})
