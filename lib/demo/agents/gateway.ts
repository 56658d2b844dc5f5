import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ActionPage, ActionState, ActionView, ResultBody, StartAnswer, SubmitBody } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'
import type { Problem } from '@/packages/sdk/contract/problem'

/** The gateway said no, in its own words. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`)
  }
}

const ATTEMPTS = 5
const worthRepeating = (status: number, { code }: Problem) => status === 503 || code === 'in_flight' || code === 'on_hold'

/** All that an agent needs to know of Countersign: six calls over HTTP with one key. */
export class Gateway {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
  ) {}

  submit = (body: SubmitBody) => this.call<ActionView>('POST', '/v1/actions', body)
  /** Answers when a person has decided and the approval can no longer be undone, or after 30 s. */
  wait = (id: string, signal: AbortSignal) => this.call<ActionView>('GET', `/v1/actions/${id}?wait=30`, undefined, signal)
  start = (id: string, args: JsonObject) => this.call<StartAnswer>('POST', `/v1/actions/${id}/start`, { args })
  report = (id: string, result: ResultBody) => this.call<ActionView>('POST', `/v1/actions/${id}/result`, result)
  cancel = (id: string) => this.call<ActionView>('POST', `/v1/actions/${id}/cancel`, {})
  list = (state: ActionState) => this.call<ActionPage>('GET', `/v1/actions?state=${state}&limit=200`)

  /** One Idempotency-Key for all attempts: asking again after a lost answer never asks twice. */
  private async call<Answer>(method: 'GET' | 'POST', path: string, body?: object, signal?: AbortSignal): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.apiKey}` }
    if (body) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': randomUUID() })
    for (let attempt = 1; ; attempt++) {
      const patience = AbortSignal.timeout(45_000)
      try {
        const response = await fetch(this.baseUrl + path, {
          method,
          headers,
          body: body && JSON.stringify(body),
          signal: signal ? AbortSignal.any([signal, patience]) : patience,
        })
        const answer: unknown = await response.json()
        if (response.ok) return answer as Answer
        const problem = answer as Problem
        if (attempt === ATTEMPTS || !worthRepeating(response.status, problem)) throw new Refused(problem)
      } catch (error) {
        if (error instanceof Refused || signal?.aborted || attempt === ATTEMPTS) throw error
      }
      await sleep(200 * 2 ** attempt, undefined, { signal })
    }
  }
}
