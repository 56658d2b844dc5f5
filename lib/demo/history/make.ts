import { setImmediate as breathe } from 'node:timers/promises'
import { rateLimited } from '@/lib/actions/hour'
import { revokeKey } from '@/lib/agents/revoke-key'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { databaseUrl } from '@/lib/env'
import { rollUpDue } from '@/lib/metrics/roll-up'
import { loadSigner } from '@/lib/signing/load'
import { registerKeys } from '@/lib/signing/register'
import { transact } from '@/lib/transact'
import { seeded } from '@/prisma/seed/random'
import { begin, type HistoryInput } from './begin'
import { addActors, addPeople, allFacts } from './cast'
import { factsOf } from './entries'
import { idsFrom, requestId } from './ids'
import { incidentsIn } from './incidents'
import type { Life } from './life'
import { Chronicle } from './lives'
import { entryOf } from './log'
import { HOUR, plan } from './plan'
import { openShop } from './shop'
import { tell } from './tell'
import { Loader, type Batch } from './write'

export type HistoryStep = 'people' | 'actions' | 'counts'
export interface HistoryMade {
  actions: number
  entries: number
  from: Date
  until: Date
}

const BATCH = 1000
const AT_ONCE = 20
const DAY = 24 * HOUR
/** Hourly counters are kept for two days. */
const KEPT_HOURS_MS = 2 * DAY

const HOURS = `INSERT INTO agent_hours AS h (workspace_id, agent_id, hour, used) SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::integer[])
  ON CONFLICT (workspace_id, agent_id, hour) DO UPDATE SET used = h.used + excluded.used`

/**
 * Fills a demo's workspace with a past: the same for the same seed and moment, but for salts and receipts. On the worker's connection.
 * Throws `conflict` for a workspace that is no demo or that has a past already.
 */
export async function makeHistory(ctx: Ctx, input: HistoryInput, onProgress: (step: HistoryStep, done: number, total: number) => void, now = new Date()): Promise<HistoryMade> {
  await begin(ctx, input)
  const { workspace } = ctx
  const until = now.getTime() - 1000
  const from = until - input.days * DAY
  const random = seeded(input.seed)
  const newId = idsFrom(random)
  const incidents = incidentsIn(from, until)
  const planned = plan(from, until, input.actions, incidents, random)
  onProgress('people', 0, 1)
  const keys = await addActors(ctx, planned, incidents)
  const { reviewers, principals } = await addPeople(ctx, () => requestId(random))
  await registerKeys()
  const known = await allFacts(ctx, keys)
  const keyOf = (agent: Parameters<typeof known>[0]) => keys.get(agent) ?? ''
  const chronicle = new Chronicle({ workspace, random, newId, incidents, reviewers, principals, until, shop: openShop(now), keyOf, factsOf: known })
  const scribe = { workspace, newId, signer: await loadSigner('grant') }
  const loader = await Loader.open(databaseUrl(), workspace, await loadSigner('log'))

  const total = input.actions + input.pending
  const made = { actions: 0, entries: 0 }
  let batch: Batch = { told: [], entries: [] }
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    const full = batch
    batch = { told: [], entries: [] }
    made.actions += full.told.length
    made.entries += full.entries.length
    writing = full.entries.length > 0 ? loader.write(full) : Promise.resolve()
    writing.catch(() => undefined) // the next flush throws it
    onProgress('actions', made.actions, total)
  }
  const add = async (life: Life) => {
    const { asked } = life
    const told = tell(life, scribe)
    const about = { agentId: asked.agentId, toolId: asked.body.tool, actionId: asked.id, runId: asked.body.run_id, clientId: asked.body.client_id }
    const requests = new Map<number, string>()
    for (const [place, fact] of factsOf(life, told).entries()) {
      const request = requests.get(fact.request) ?? requestId(random)
      requests.set(fact.request, request)
      batch.entries.push(entryOf(workspace, fact, place, about, request, newId))
    }
    batch.told.push(told)
    if (batch.told.length % AT_ONCE === 0) await breathe()
    if (batch.told.length >= BATCH) await flush()
  }

  try {
    for (const cell of planned) {
      if (!keys.has(cell.agent)) continue
      const tooMany = (at: Date) => {
        const errorMessage = rateLimited(at, known(cell.agent, 'lookup_order').max_actions_per_hour).detail
        const fact = { at, request: 0, by: { kind: 'agent', id: cell.agent }, kind: 'error', event: 'action.rate_limited', success: false, errorMessage } as const
        batch.entries.push(entryOf(workspace, fact, 0, { agentId: cell.agent, toolId: 'lookup_order', actionId: null }, requestId(random), newId))
      }
      for (const life of chronicle.hour(cell, tooMany)) await add(life)
    }
    for (const life of chronicle.questions(input.pending)) await add(life)
    await flush()
    await writing
  } finally {
    await writing.catch(() => undefined)
    await loader.close()
    for (const keyId of keys.values()) await revokeKey(ctx, { keyId })
  }
  const recent = planned.filter(({ hour, agent }) => hour > until - KEPT_HOURS_MS && keys.has(agent))
  await query(HOURS, [workspace, recent.map(({ agent }) => agent), recent.map(({ hour }) => new Date(hour)), recent.map(({ agent, count }) => Math.min(count, known(agent, 'lookup_order').max_actions_per_hour))])
  onProgress('counts', 0, 1)
  await query('SELECT analyze_history()')
  while ((await rollUpDue()) > 0);
  const result = { ...made, from: new Date(from), until: new Date(until) }
  await transact(ctx, 'demo.run', () => Promise.resolve({ value: undefined, audit: [{ kind: 'system', event: 'demo.history_made', output: { ...made, from: result.from.toISOString(), until: result.until.toISOString() } }] }))
  return result
}
