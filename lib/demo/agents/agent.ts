import { setTimeout as sleep } from 'node:timers/promises'
import type { ActionView, SubmitBody } from '@/packages/sdk/contract/actions'
import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'
import { Refused, type Gateway } from './gateway'

type Outcome =
  | { kind: 'done'; output: JsonValue }
  | { kind: 'failed'; error: string }
  /** The rules said no. */
  | { kind: 'denied'; reason: string }
  /** A person said no, and why. */
  | { kind: 'rejected'; reason: string }
  /** A person answered instead of approving: never consent, but worth reading. */
  | { kind: 'answered'; text: string }
  /** Expired, lapsed or cancelled: silence is never consent. */
  | { kind: 'closed'; state: string }
  /** Not taken at all: over the hourly limit, the agent is disabled, the key is revoked. */
  | { kind: 'refused'; code: string }

/** Runs a tool for one action. How it does that is the shop's business. */
type RunTool = (tool: string, args: JsonObject, action: string) => Promise<JsonValue>

interface Surroundings {
  gateway: Gateway
  runTool: RunTool
  /** How many questions of all agents wait for a person. */
  waiting: { count: number }
  signal: AbortSignal
}

/** An agent never acts on its own: it asks, waits for the answer, acts only on a yes, and says how it went. */
export class Agent {
  constructor(private readonly around: Surroundings) {}

  async ask(request: SubmitBody): Promise<Outcome> {
    try {
      return await this.follow(request, await this.around.gateway.submit(request))
    } catch (error) {
      if (error instanceof Refused) return { kind: 'refused', code: error.problem.code }
      throw error
    }
  }

  private async follow(request: SubmitBody, asked: ActionView): Promise<Outcome> {
    const action = await this.answer(asked)
    if (action.state === 'executing') return this.act(request, action.id, action.args)
    if (action.state === 'approved') {
      const { args } = await this.around.gateway.start(action.id, action.args)
      return this.act(request, action.id, args)
    }
    if (action.state === 'denied') return { kind: 'denied', reason: action.verdict.reason }
    if (action.state !== 'rejected') return { kind: 'closed', state: action.state }
    return action.response ? { kind: 'answered', text: action.response } : { kind: 'rejected', reason: action.reject_reason ?? '' }
  }

  /** Waits while a person thinks, and until an approval can no longer be undone. */
  private async answer(asked: ActionView): Promise<ActionView> {
    if (asked.state !== 'pending') return asked
    const { gateway, waiting, signal } = this.around
    waiting.count++
    try {
      for (;;) {
        const action = await gateway.wait(asked.id, signal)
        const held = action.state === 'approved' && Date.parse(action.startable_at ?? '') > Date.now()
        if (action.state !== 'pending' && !held) return action
      }
    } finally {
      waiting.count--
    }
  }

  private async act(request: SubmitBody, id: string, args: JsonObject): Promise<Outcome> {
    const began = performance.now()
    const outcome = await this.run(request.tool, args, id)
    const wrote = JSON.stringify(request)
    const read = JSON.stringify(outcome)
    await this.around.gateway.report(id, {
      ...(outcome.kind === 'done' ? { success: true, output: outcome.output } : { success: false, error: outcome.error }),
      duration_ms: Math.round(performance.now() - began),
      tokens: { input: tokens(read), output: tokens(wrote) },
    })
    return outcome
  }

  private async run(tool: string, args: JsonObject, id: string): Promise<Extract<Outcome, { kind: 'done' | 'failed' }>> {
    // No network lies between this program and its shop, so it takes the time that one would.
    await sleep(40 + Math.random() * 260)
    try {
      return { kind: 'done', output: await this.around.runTool(tool, args, id) }
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error.message : 'The tool failed.' }
    }
  }
}

/** There is no model behind these agents: this is what one would read and write, at four characters a token. */
const tokens = (text: string) => Math.ceil(text.length / 4)
