import type { ParseArgsConfig } from 'node:util'
import type { Ctx } from '@/lib/context'

export interface Call {
  /** What was given by position, in the order of `usage`. */
  given: readonly string[]
  options: Readonly<Record<string, string | boolean | undefined>>
  /** The operator at this machine, in the workspace of --workspace. */
  ctx: Ctx
  json: boolean
}

/** `json` is the one object that --json prints; `text` is for people. */
export interface Answer {
  json: object
  text: string
  exitCode?: number
}

export interface Command {
  usage: string
  summary: string
  options?: ParseArgsConfig['options']
  /** Started and migrated before `run`, so `run` may import what talks to it. */
  database: boolean | ((given: readonly string[]) => boolean)
  /** It does what only the worker's role may. */
  asWorker?: boolean
  /** It does not need its workspace to exist. */
  anyWorkspace?: boolean
  /** Nothing comes back from a command that printed for itself. */
  run(call: Call): Promise<Answer | undefined>
}

export class UsageError extends Error {}
