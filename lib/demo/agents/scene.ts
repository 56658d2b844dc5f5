import type { AgentName } from '@/prisma/seed/agents'
import type { Agent } from './agent'

/** One thing an agent has to do. */
export interface Scene {
  agent: AgentName
  /** Whether a person may have to answer. */
  waits: boolean
  play: (agent: Agent, random: () => number) => Promise<unknown>
}

/** Pure, given its chance: how long a question stays open, in seconds. */
export const openFor = (random: () => number) => 240 + Math.floor(random() * 600)
