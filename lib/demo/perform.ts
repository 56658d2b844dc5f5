import { setTimeout as sleep } from 'node:timers/promises'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import type { AgentName } from '@/prisma/seed/agents'
import { seeded } from '@/prisma/seed/random'
import type { ToolName } from '@/prisma/seed/tools'
import { Agent } from './agents/agent'
import { AGENT_NAMES, addAgents, addTools } from './catalogue'
import { end, type EndedWhy } from './end'
import { hasHistory } from './history/begin'
import { makeHistory } from './history/make'
import { openDoors, type Doors } from './keys'
import { play } from './play'
import { beat, begin, claim, oneMore, reached, step, type DemoRef } from './progress'
import { fillShop } from './shop/fill'
import { toolbox } from './shop/toolbox'
import { withdrawAll } from './withdraw'

/** Enough for every chart, and made in seconds. */
const PAST = { days: 30, actions: 1500, pending: 0, seed: 1 }

interface Surroundings {
  gatewayUrl: string
  /** Aborts when this process has to go. */
  signal: AbortSignal
  onError: (error: unknown) => void
}

/** Runs one demo from its first row to its last cancelled question. Never throws: how it ended is in its row and in the log. */
export async function performDemo(demo: DemoRef, { gatewayUrl, signal, onError }: Surroundings): Promise<void> {
  if (!(await claim(demo))) return
  const ctx = systemCtx(asWorkspaceId(demo.workspace), 'system:demo', demo.id)
  const curtain = new AbortController()
  const leave = () => curtain.abort('shutdown')
  signal.addEventListener('abort', leave)
  const alive = keepBeating(demo, curtain)
  let doors: Doors = new Map()
  let failure: unknown
  try {
    doors = await prepare(ctx, demo, gatewayUrl, curtain.signal)
    if (!curtain.signal.aborted) await act(demo, doors, curtain.signal, onError)
  } catch (error) {
    failure = error
    onError(error)
    curtain.abort('failed')
  }
  signal.removeEventListener('abort', leave)
  const why = curtain.signal.reason as EndedWhy
  await step(demo, 'closing', 1)
  await end(ctx, demo, { why, doors, failure }).catch(onError)
  await alive
}

async function prepare(ctx: Ctx, demo: DemoRef, gatewayUrl: string, signal: AbortSignal): Promise<Doors> {
  await reachable(gatewayUrl, signal)
  const done = () => oneMore(demo)
  await step(demo, 'shop', 1)
  await fillShop(demo.workspace, new Date())
  await step(demo, 'tools', Object.keys(toolbox).length)
  await addTools(ctx, done)
  await step(demo, 'agents', AGENT_NAMES.length)
  await addAgents(ctx, done)
  if (!(await hasHistory(ctx))) {
    await step(demo, 'past', PAST.actions)
    await makeHistory(ctx, PAST, (_, made) => void reached(demo, made))
  }
  await step(demo, 'keys', 1)
  const doors = await openDoors(ctx, gatewayUrl)
  await withdrawAll(doors) // what a killed demo left open
  await begin(demo)
  return doors
}

function act(demo: DemoRef, doors: Doors, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  const waiting = { count: 0 }
  const agents = new Map<AgentName, Agent>()
  for (const [name, gateway] of doors) {
    const runTool = (tool: string, args: Parameters<(typeof toolbox)[ToolName]>[1], action: string) =>
      toolbox[tool as ToolName]({ workspace: demo.workspace, agent: name, action }, args)
    agents.set(name, new Agent({ gateway, runTool, waiting, signal }))
  }
  return play({ agents, waiting, random: seeded(Date.now()), signal, onError })
}

/** Once a second, until the curtain: a stop, the end of the time, or a row that somebody else closed. */
async function keepBeating(demo: DemoRef, curtain: AbortController): Promise<void> {
  while (!curtain.signal.aborted) {
    const why = await beat(demo).catch(() => null)
    if (why) curtain.abort(why)
    await sleep(1_000, undefined, { signal: curtain.signal }).catch(() => undefined)
  }
}

async function reachable(gatewayUrl: string, signal: AbortSignal): Promise<void> {
  for (let second = 0; second < 30 && !signal.aborted; second++) {
    const answers = await fetch(`${gatewayUrl}/healthz`).then((response) => response.ok, () => false)
    if (answers) return
    await sleep(1_000, undefined, { signal }).catch(() => undefined)
  }
  if (!signal.aborted) throw new Error(`The gateway does not answer at ${gatewayUrl}.`)
}
