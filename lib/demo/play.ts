import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentName } from '@/prisma/seed/agents'
import { oneOf } from '@/prisma/seed/random'
import type { Agent } from './agents/agent'
import { later } from './agents/later'
import { opening } from './agents/opening'
import type { Scene } from './agents/scene'

const BETWEEN_OPENING_MS = 150
const FEW = 4
/** A scene reads before it asks, so a few may be on their way while this is looked at. */
const MANY = 10

const asking = later.filter(({ waits }) => waits) as [Scene, ...Scene[]]
const reading = later.filter(({ waits }) => !waits) as [Scene, ...Scene[]]

interface Stage {
  agents: ReadonlyMap<AgentName, Agent>
  waiting: { count: number }
  random: () => number
  signal: AbortSignal
  onError: (error: unknown) => void
}

/** A burst, then a gentle stream, until the signal: never so many questions that nobody would read them. */
export async function play({ agents, waiting, random, signal, onError }: Stage): Promise<void> {
  const scenes = new Set<Promise<unknown>>()
  const begin = (scene: Scene) => {
    const agent = agents.get(scene.agent)
    if (!agent) return
    const playing: Promise<unknown> = scene
      .play(agent, random)
      .catch((error: unknown) => (signal.aborted ? undefined : onError(error)))
      .finally(() => scenes.delete(playing))
    scenes.add(playing)
  }
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)

  for (const scene of opening) {
    if (signal.aborted) break
    begin(scene)
    await pause(BETWEEN_OPENING_MS)
  }
  for (;;) {
    await pause(4_000 + random() * 5_000)
    if (signal.aborted) break
    begin(oneOf(waiting.count >= MANY ? reading : waiting.count < FEW ? asking : later, random))
  }
  await Promise.all(scenes)
}
