import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Command } from '@/cli/command'
import { startDemo } from '@/lib/demo/start'
import { demoStatus, type DemoStatus, type DemoStep } from '@/lib/demo/status'
import { stopDemo } from '@/lib/demo/stop'
import { DEMO_WORKSPACE } from '@/lib/demo/workspace'
import { deskUrl } from '@/lib/env'
import { AppError } from '@/lib/errors'

const PATIENCE_MS = 60_000
const QUEUED_MS = 10_000

const STEPS: Record<DemoStep, string> = {
  queued: 'waiting for the worker',
  shop: 'filling the shop: 100 customers, 500 orders',
  tools: 'adding nine tools',
  agents: 'adding ten agents and what each may do',
  keys: 'giving every agent a key',
  acting: 'the agents are asking',
  closing: 'ending',
}

export const command: Command = {
  usage: 'demo [--stop]',
  summary: 'a shop with ten agents that really ask, for 15 minutes; --stop ends it',
  options: { stop: { type: 'boolean', default: false } },
  database: true,
  async run({ options, ctx, json }) {
    if (options.stop) return stop(await stopDemo(ctx))
    const say = (line: string) => (json ? undefined : process.stderr.write(`  ${line}\n`))
    const { id, started } = await startDemo(ctx)
    const status = await settled(say)
    const where = `${deskUrl()}/approvals`
    return {
      json: { id, workspace: DEMO_WORKSPACE, started, state: status.state, ends_at: status.endsAt?.toISOString() ?? null, url: where },
      text: `${started ? 'The demo is running' : 'The demo was running already; it goes on'} until ${clock(status.endsAt)}.\n\n${next(where)}`,
    }
  },
}

const next = (where: string) =>
  [
    `  1. Open ${where} and switch to the workspace "Demo shop" (top left).`,
    '  2. Approve the refund to Maya Cohen, then look at Audit: asked, approved, started, reported.',
    '  3. Answer a refund with "at most $100": the agent reads it and asks again for less.',
    '',
    '  It stops by itself; npx countersign demo --stop ends it now.',
  ].join('\n')

const stop = (stopped: boolean): Answer => ({
  json: { workspace: DEMO_WORKSPACE, stopped },
  text: stopped ? 'The demo is ending: its agents take back what nobody has decided.' : 'No demo is running.',
})

const clock = (at: Date | null) => at?.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false }) ?? 'it is stopped'

/** Until the agents ask, or it is clear that they will not. */
async function settled(say: (line: string) => void): Promise<DemoStatus> {
  let told: DemoStep | undefined
  for (const began = Date.now(); ; await sleep(200)) {
    const status = await demoStatus(DEMO_WORKSPACE)
    const waited = Date.now() - began
    if (!status || status.state === 'ended') {
      throw new AppError('unavailable', status?.errorMessage ?? 'The demo ended before it began.')
    }
    if (status.step !== told) say(STEPS[(told = status.step)])
    if (status.state === 'running') return status
    if (waited > PATIENCE_MS || (status.state === 'queued' && waited > QUEUED_MS)) {
      throw new AppError('unavailable', 'No worker took the demo: is everything running? `npm start` in another terminal, then try again.')
    }
  }
}
