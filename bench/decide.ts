import { setTimeout as sleep } from 'node:timers/promises'
import { decide } from '@/lib/approvals/decide'
import { query } from '@/lib/db'
import type { Client } from 'pg'
import { call } from './clients'
import { REFUND, type Cast } from './cast'
import { share, sorted, type Figure } from './figures'
import type { Started } from './process'

const APPROVAL = 'SELECT id, action_hash FROM agent_approvals WHERE workspace_id = $1 AND action_id = $2'
/** By then the poll is waiting, not on its way. */
const SETTLE_MS = 12
const WARM = 10

interface Waiting {
  told: Promise<unknown>
  decide: () => Promise<unknown>
}

async function timed(times: number, prepare: () => Promise<Waiting>): Promise<number[]> {
  const took: number[] = []
  for (let each = -WARM; each < times; each++) {
    const { told, decide: act } = await prepare()
    await sleep(SETTLE_MS)
    const began = performance.now()
    const acted = act()
    await told
    if (each >= 0) took.push(performance.now() - began)
    await acted
  }
  return sorted(took)
}

/** From a person's yes to the agent that waits for it: one at a time. The person is this process, as the desk would be. */
export async function benchDecide(gateway: Started, floor: Started, owner: Client, cast: Cast, times: number): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${cast.secrets[0]}` }
  const ours = await timed(times, async () => {
    const { id } = JSON.parse((await call('POST', `${gateway.url}/v1/actions`, headers, REFUND)).text) as { id: string }
    const [approval] = await query<{ id: string; action_hash: string }>(APPROVAL, [cast.reviewer.workspace, id])
    if (!approval) throw new Error(`nobody is asked about ${id}`)
    const told = call('GET', `${gateway.url}/v1/actions/${id}?wait=30`, headers).then(({ text }) => {
      if ((JSON.parse(text) as { state: string }).state !== 'approved') throw new Error(`told before it was decided: ${text}`)
    })
    return { told, decide: () => decide(cast.reviewer, { approvalId: approval.id, decision: 'approve', actionHash: approval.action_hash }) }
  })
  const bare = await timed(times, async () => {
    const { id } = JSON.parse((await call('POST', `${floor.url}/insert`, {}, REFUND)).text) as { id: string }
    const text = `WITH done AS (UPDATE bench_floor SET state = 'approved' WHERE id = $1 RETURNING id) SELECT pg_notify('bench', id::text) FROM done`
    return { told: call('GET', `${floor.url}/wait/${id}`), decide: () => owner.query({ name: 'decide', text, values: [id] }) }
  })
  const empty = await timed(times, () => {
    let answer: (value: unknown) => void = () => undefined
    const told = new Promise((resolve) => (answer = resolve))
    return Promise.resolve({ told, decide: () => call('GET', `${floor.url}/empty`).then(answer) })
  })
  const [p50, bareP50, emptyP50] = [share(ours, 0.5), share(bare, 0.5), share(empty, 0.5)]
  return [
    { what: 'decide until the waiting agent is told', unit: 'ms', ours: p50, p99: share(ours, 0.99), floor: bareP50, floorIs: 'bare Node + pg: one UPDATE with NOTIFY, LISTEN, answer', ratio: p50 / bareP50 },
    { what: 'the same above an empty round trip', unit: 'ms', ours: p50 - emptyP50, p99: share(ours, 0.99) - emptyP50, floor: emptyP50, floorIs: 'an empty round trip over HTTP' },
  ]
}
