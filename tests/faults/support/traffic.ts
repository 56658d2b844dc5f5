import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { postAction, type ServerAction } from '@/tests/e2e/support/post-action'
import { newId } from '@/lib/ids'
import { Ledger } from './ledger'

export interface Reviewer {
  email: string
  cookie: string
}

export interface Stage {
  workspace: string
  desk: string
  gateway: string
  keys: readonly string[]
  reviewers: readonly Reviewer[]
  decide: ServerAction
  owner: Pool
}

interface Answer {
  status: number
  body: Record<string, unknown>
}

const IMPATIENT_MS = 20_000
const AGAIN_MS = 25

/** Agents and reviewers who go on whatever happens: each repeats what it asked, with the same key, until it has an answer. */
export class Traffic {
  readonly ledger = new Ledger()
  readonly waiting = { desk: 0, gateway: 0 }
  /** When an answer of the door last arrived. */
  readonly heard = { desk: 0, gateway: 0 }
  private paused = true
  private loops: Promise<void>[] = []

  constructor(private readonly stage: Stage) {}

  resume(clients: number): void {
    this.paused = false
    this.loops = Array.from({ length: clients }, (_, place) => (place % 4 === 3 ? this.askInVain(place) : this.live(place)))
  }

  /** Resolves when nothing is in flight any more. */
  async pause(): Promise<void> {
    this.paused = true
    await Promise.all(this.loops)
  }

  private async live(place: number): Promise<void> {
    while (!this.paused) {
      await this.oneAction(this.stage.keys[place % this.stage.keys.length] ?? '').catch((error: unknown) => void this.ledger.strange.push(String(error)))
      await sleep(randomInt(40))
    }
  }

  /** Nobody decides these: they are the worker's to close when their ten seconds are over. */
  private async askInVain(place: number): Promise<void> {
    while (!this.paused) {
      await this.submit(this.stage.keys[place % this.stage.keys.length] ?? '', 'change', { order: newId() }, { expires_in_s: 10 })
      await sleep(randomInt(60))
    }
  }

  private async submit(key: string, tool: string, args: object, more: object = {}): Promise<{ id: string; approval: string }> {
    const idempotencyKey = newId()
    const { body } = await this.insist(key, '/v1/actions', { tool, args, ...more }, 201, idempotencyKey)
    this.ledger.submitted.set(idempotencyKey, String(body.id))
    return { id: String(body.id), approval: (body.approval as { id: string }).id }
  }

  private async oneAction(key: string): Promise<void> {
    const tool = randomInt(3) === 0 ? 'change-by-two' : 'change'
    const args = { order: newId(), cents: randomInt(100_000) }
    const { id, approval } = await this.submit(key, tool, args)
    const path = `/v1/actions/${id}`
    if (randomInt(12) === 0) {
      await this.insist(key, `${path}/cancel`, {}, 200)
      this.ledger.cancelled.add(id)
      return
    }
    const hash = await this.hashOf(id)
    const rejected = randomInt(5) === 0
    const voters = [...this.stage.reviewers].sort(() => randomInt(3) - 1).slice(0, tool === 'change-by-two' && !rejected ? 2 : 1)
    await Promise.all(voters.map((reviewer) => this.decide(reviewer, id, approval, hash, rejected ? 'reject' : 'approve')))
    if (rejected) return
    const { body } = await this.insist(key, `${path}/start`, { args }, 200)
    this.ledger.started.set(id, String(body.grant))
    const success = randomInt(4) > 0
    await this.insist(key, `${path}/result`, { success, output: { done: id } }, 200)
    this.ledger.reported.set(id, success)
  }

  /** A real post of the desk's server action. Once an answer was lost, `conflict` may mean that the lost one counted. */
  private async decide({ email, cookie }: Reviewer, id: string, approval: string, hash: string, decision: 'approve' | 'reject'): Promise<void> {
    const fields = { approval, decision, hash, ...(decision === 'reject' && { comment: 'no' }) }
    for (let unanswered = false; ; unanswered = true) {
      const found = await this.during('desk', () => postAction(this.stage.desk, this.stage.decide, { fields, cookie }))
      const settled = found?.ok || (unanswered && found?.code === 'conflict')
      if (settled) return void this.ledger.decided.set(`${id} ${email}`, decision)
      if (found && found.code !== 'unavailable') throw new Error(`decision on ${id}: ${found.status} ${found.code ?? found.text.slice(0, 300)}`)
      await sleep(AGAIN_MS)
    }
  }

  private async insist(key: string, path: string, body: object, wanted: number, idempotencyKey = newId()): Promise<Answer> {
    for (;;) {
      const answer = await this.during('gateway', () => this.post(key, path, body, idempotencyKey))
      if (answer?.status === wanted) return answer
      const expected = !answer || answer.status === 503 || answer.body.code === 'in_flight'
      if (!expected) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      await sleep(AGAIN_MS)
    }
  }

  private async post(key: string, path: string, body: object, idempotencyKey: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': idempotencyKey }
    const response = await fetch(this.stage.gateway + path, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(IMPATIENT_MS) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  /** Undefined when no answer came. */
  private async during<T>(door: 'desk' | 'gateway', ask: () => Promise<T>): Promise<T | undefined> {
    this.waiting[door]++
    try {
      const answer = await ask()
      this.heard[door] = performance.now()
      return answer
    } catch {
      return undefined
    } finally {
      this.waiting[door]--
    }
  }

  private async hashOf(id: string): Promise<string> {
    for (;;) {
      const found = await this.stage.owner
        .query<{ action_hash: string }>('SELECT action_hash FROM agent_action_events WHERE workspace_id = $1 AND id = $2', [this.stage.workspace, id])
        .catch(() => undefined)
      if (found?.rows[0]) return found.rows[0].action_hash
      if (found) throw new Error(`${id} was acknowledged and is gone`)
      await sleep(AGAIN_MS)
    }
  }
}
