import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { call, drive, type Rate } from './clients'
import { CLIENTS, REFUND, type Cast } from './cast'
import { mean, type Figure } from './figures'
import type { Started } from './process'
import { teachRows } from './same-rows'

const TURNS = 3

/** Asking until it is durably pending, 64 clients at a time: ours and both floors, turn by turn, so that all meet the same machine. */
export async function benchCreate(gateway: Started, floor: Started, owner: Client, cast: Cast, turnMs: number): Promise<Figure[]> {
  const ask = (secret: string) => call('POST', `${gateway.url}/v1/actions`, { authorization: `Bearer ${secret}`, 'idempotency-key': randomUUID() }, REFUND)
  const own = (client: number) => ask(cast.secrets[client] ?? '')
  const shared = () => ask(cast.secrets[0] ?? '')
  const bare = (path: string) => () => call('POST', floor.url + path, {}, REFUND)
  await teachRows(floor, cast.secrets[0] ?? '')
  const runs: Record<'own' | 'shared' | 'after' | 'inside' | 'rows', Rate[]> = { own: [], shared: [], after: [], inside: [], rows: [] }
  for (const each of [own, shared, bare('/insert'), bare('/insert-and-notify'), bare('/rows')]) await drive(CLIENTS, turnMs / 3, 201, each)
  // As autovacuum does within a minute: until then the plans are those for empty tables.
  await owner.query('VACUUM ANALYZE')
  for (let turn = 0; turn < TURNS; turn++) {
    runs.after.push(await drive(CLIENTS, turnMs, 201, bare('/insert')))
    runs.own.push(await drive(CLIENTS, turnMs, 201, own))
    runs.inside.push(await drive(CLIENTS, turnMs, 201, bare('/insert-and-notify')))
    runs.shared.push(await drive(CLIENTS, turnMs, 201, shared))
    runs.rows.push(await drive(CLIENTS, turnMs, 201, bare('/rows')))
  }
  const rate = (of: Rate[]) => mean(of.map(({ perSecond }) => perSecond))
  const [after, inside] = [rate(runs.after), rate(runs.inside)]
  const floorRate = Math.max(after, inside)
  const floorIs = `bare Node + pg, one row, NOTIFY ${after > inside ? 'after the commit' : 'in the same statement'}; the other way ${Math.min(after, inside).toFixed(0)}/s`
  const sameRows: Figure = {
    what: `create, ${CLIENTS} clients, all one agent, beside its own rows`, unit: 'per second', ours: rate(runs.shared), floor: rate(runs.rows),
    floorIs: 'bare Node + pg: all the rows that one question leaves, in one transaction; our tables with their checks', ratio: rate(runs.shared) / rate(runs.rows),
  }
  return [sameRows, ...(['own', 'shared'] as const).flatMap((who): Figure[] => {
    const what = `create, ${CLIENTS} clients, ${who === 'own' ? 'an agent each' : 'all one agent'}`
    return [
      { what, unit: 'per second', ours: rate(runs[who]), floor: floorRate, floorIs, ratio: rate(runs[who]) / floorRate },
      { what: `${what}: until answered`, unit: 'ms', ours: mean(runs[who].map(({ p50 }) => p50)), p99: mean(runs[who].map(({ p99 }) => p99)), floor: mean(runs.after.map(({ p50 }) => p50)), floorIs: 'the same', ratio: mean(runs[who].map(({ p50 }) => p50)) / mean(runs.after.map(({ p50 }) => p50)) },
    ]
  })]
}
