import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { UsageError, type Answer, type Call, type Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { asWorkspaceId } from '@/lib/context'
import { makeHistory, type HistoryStep } from '@/lib/demo/history/make'
import { startDemo } from '@/lib/demo/start'
import { demoStatus, type DemoStatus, type DemoStep } from '@/lib/demo/status'
import { stopDemo } from '@/lib/demo/stop'
import { DEMO_WORKSPACE, ensureDemoWorkspace } from '@/lib/demo/workspace'
import { deskUrl } from '@/lib/env'
import { AppError } from '@/lib/errors'

const PATIENCE_MS = 60_000
const QUEUED_MS = 10_000
/** What the command line means where no --workspace is given. */
const DEFAULT_WORKSPACE = 'default'

const STEPS: Record<DemoStep, string> = {
  queued: 'waiting for the worker',
  shop: 'filling the shop: 100 customers, 500 orders',
  tools: 'adding nine tools',
  agents: 'adding ten agents and what each may do',
  past: 'making up what happened in the last 30 days',
  keys: 'giving every agent a key',
  acting: 'the agents are asking',
  closing: 'ending',
}

export const command: Command = {
  usage: 'demo [--stop] | demo --days <30 to 400> [--actions <number>] [--pending <number>] [--seed <number>]',
  summary: 'a shop with ten agents that really ask, for 15 minutes; --stop ends it; --days fills it, or a --workspace of its own, with a made-up past',
  options: {
    stop: { type: 'boolean', default: false },
    days: { type: 'string' }, actions: { type: 'string' }, pending: { type: 'string' }, seed: { type: 'string' },
  },
  database: true,
  asWorker: true,
  anyWorkspace: true,
  async run(call) {
    const { options, ctx, json } = call
    if (options.days !== undefined) return history(call)
    if (options.actions !== undefined || options.pending !== undefined || options.seed !== undefined) throw new UsageError('--actions, --pending and --seed say what --days makes: how many days?')
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

const whole = (least: number, most: number) => z.string().regex(/^[0-9]{1,9}$/, 'a whole number').transform(Number).pipe(z.int().min(least).max(most))
const History = z.object({
  days: whole(30, 400),
  actions: whole(1, 20_000_000).optional(),
  pending: whole(0, 5_000_000).default(0),
  seed: whole(0, 999_999_999).default(1),
})
const ACTIONS_A_DAY = 200

const DOING: Record<HistoryStep, string> = { people: 'adding people, tools and agents', actions: 'actions', counts: 'counting for charts and facets' }

/** `--workspace` names where it goes; nothing named is the demo's own shop. */
async function history({ options, ctx, json }: Call): Promise<Answer> {
  const { days, actions = days * ACTIONS_A_DAY, pending, seed } = check(History, options)
  const target = ctx.workspace === DEFAULT_WORKSPACE ? DEMO_WORKSPACE : ctx.workspace
  const workspace = await ensureDemoWorkspace({ ...ctx, workspace: asWorkspaceId(DEFAULT_WORKSPACE) }, target)
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  let told = 0
  const made = await makeHistory({ ...ctx, workspace }, { days, actions, pending, seed }, (step, done, total) => {
    const now = seconds()
    if (json || (step === 'actions' && done < total && now - told < 2)) return
    told = now
    process.stderr.write(step === 'actions' ? `  ${done} of ${total} actions, ${Math.round(done / now)} a second\n` : `  ${DOING[step]}\n`)
  })
  const text = `${made.actions} actions and ${made.entries} entries of ${days} days are in the workspace "${workspace}", in ${Math.round(seconds())} s.`
  return { json: { workspace, ...made, seconds: Math.round(seconds()) }, text }
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
