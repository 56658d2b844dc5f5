import type pg from 'pg'
import { isPerRow } from './per-row'
import { inBulk } from './prepared'

export const READS = /^\s*SELECT\b/

interface Held {
  configs: () => readonly pg.QueryConfig[]
  reads: boolean
  /** Where more rows may join it. */
  perRow?: { text: string; rows: (readonly unknown[])[] }
  written: (answer: Promise<pg.QueryResult>) => void
}

/**
 * One transaction on one connection in few round trips: what is sent travels with the next statement whose answer somebody waits for.
 * BEGIN travels with reads only: if it failed, a write that came along would stand alone.
 */
export class Pipeline {
  private held: Held[] = []
  private begun?: Promise<unknown>
  private gate?: Promise<void>
  /** From then on the connection is somebody else's: work that was left running must not write on it. */
  private over = false
  private readonly sent: Promise<pg.QueryResult>[] = []

  constructor(private readonly client: pg.PoolClient) {}

  /** Does not wait; if it fails, so does the commit, with its error. Rows of the same statement travel as one. */
  send(text: string, values: readonly unknown[] = []): void {
    const open = this.held.find(({ perRow }) => perRow?.text === text)?.perRow
    if (open) return void open.rows.push(values)
    const rows = [values]
    this.held.push({ configs: () => inBulk(text, rows), reads: READS.test(text), written: this.looked, perRow: isPerRow(text) ? { text, rows } : undefined })
  }

  /** What is asked and sent by `begin` before it first waits leaves as one packet. */
  together<T>(begin: () => T): T {
    const { stream } = this.connection
    stream.cork()
    try {
      return begin()
    } finally {
      stream.uncork()
    }
  }

  async ask(config: pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = this.written(config)
    answer.catch(() => undefined) // where the guard refuses, nobody looks at it any more
    await this.gate
    return answer
  }

  /** Asks, and the work goes on meanwhile: whoever asks later is answered, and the commit is sent, only once `check` has accepted the answer. */
  guard(config: pg.QueryConfig, check: (answer: Promise<pg.QueryResult>, ask: Pipeline['ask']) => Promise<void>): void {
    this.gate = check(this.written(config), (next) => this.written(next))
    this.gate.catch(() => undefined) // everybody who asks waits for it
  }

  /** Throws the first failure of what was sent, and when the server made a rollback of it. */
  async commit(): Promise<void> {
    await this.gate
    if (!this.begun && this.held.length === 0) return void (this.over = true) // it neither read nor wrote
    const committed = this.ask({ text: 'COMMIT' })
    this.over = true
    const { command } = await committed
    await Promise.all(this.sent)
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
  }

  /** Once a statement that was sent ahead has failed, all later ones fail for that alone: answers what began it. Closes a connection that is broken. */
  async rollback(error: unknown): Promise<unknown> {
    const refused = await this.gate?.then(() => null, (refusal: unknown) => ({ refusal }))
    this.over = true
    this.held = []
    if (this.begun) await this.client.query('ROLLBACK').catch(() => void this.client.end())
    if (refused) return refused.refusal
    const failed = (await Promise.allSettled(this.sent)).find(({ status }) => status === 'rejected')
    return failed?.status === 'rejected' ? failed.reason : error
  }

  private async written(config: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.over) throw new Error('the transaction is over')
    const answer = new Promise<pg.QueryResult>((written) => this.held.push({ configs: () => [config], reads: READS.test(config.text), written }))
    answer.catch(() => undefined) // whoever asks looks at what came before it first
    await this.write()
    await this.begun
    return answer
  }

  private async write(): Promise<void> {
    if (!this.held.every(({ reads }) => reads)) await (this.begun ?? this.begin())
    this.together(() => {
      if (!this.begun) void this.begin()
      for (const { configs, written } of this.held.splice(0)) for (const config of configs()) written(this.client.query(config))
    })
  }

  private readonly looked = (answer: Promise<pg.QueryResult>): void => {
    answer.catch(() => undefined) // it is looked at before the commit counts
    this.sent.push(answer)
  }

  private get connection() {
    return (this.client as pg.PoolClient & { connection: pg.Connection }).connection
  }

  private begin(): Promise<unknown> {
    this.begun = this.client.query('BEGIN')
    this.begun.catch(() => undefined) // everybody who asks waits for it too
    return this.begun
  }
}
