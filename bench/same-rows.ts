import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { submit } from '@/lib/actions/submit'
import { authenticateKey } from '@/lib/auth/api-keys'
import { newId } from '@/lib/ids'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import { call } from './clients'
import { REFUND } from './cast'
import type { Started } from './process'

export interface Written {
  text: string
  values: unknown[]
}

const WRITES = /^\s*(INSERT|UPDATE|WITH)\b/
/** Taken in a transaction of its own, and never waited for on the disk. */
const COUNTS = /agent_hours|last_used_at/

/** Teaches the floor which rows one question leaves, by listening to one being asked: it then writes the same with nothing around it. */
export async function teachRows(floor: Started, secret: string): Promise<void> {
  const heard: Written[] = []
  const send = pg.Client.prototype.query as (this: pg.Client, ...words: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...words: unknown[]) {
    const { text, values = [] } = words[0] as { text?: string; values?: unknown[] }
    if (text && WRITES.test(text) && !COUNTS.test(text)) heard.push({ text, values })
    return send.apply(this, words)
  } as typeof pg.Client.prototype.query
  const ctx = await authenticateKey(`Bearer ${secret}`, { requestId: newId() })
  await submit({ ...ctx, idempotency: { route: 'POST /v1/actions', key: randomUUID(), requestSha256: '0'.repeat(64) } }, JSON.parse(REFUND) as SubmitBody)
  pg.Client.prototype.query = send as typeof pg.Client.prototype.query
  const key = ctx.actor.kind === 'agent' ? ctx.actor.keyId : ''
  const { status, text } = await call('POST', `${floor.url}/learn`, {}, JSON.stringify({ statements: heard, keep: [key] }))
  if (status !== 201) throw new Error(text)
}
