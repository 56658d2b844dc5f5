import type { ToolName } from '@/prisma/seed/tools'
import { oneOf } from '@/prisma/seed/random'
import type { ResultBody } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'
import { around, weighted, type Random } from './chance'
import type { Deed } from './habits'
import { during, type Incidents } from './incidents'
import type { AfterYes, Answer, Asked, End, Person } from './life'
import { NOTES, REASONS, WORDS, type Habit } from './people'

export type Reviewer = Habit & Person

export interface Times {
  random: Random
  incidents: Incidents
  reviewers: readonly Reviewer[]
  /** Nothing is known of what comes after. */
  until: number
}

const MINUTE = 60_000
const RESULT_WINDOW_MS = 600_000
/** Until the worker's next look. */
const SWEEP_MS = 700

/** Median milliseconds, how often it fails, and what it says then. */
const TOOLS: Record<ToolName, { takes: number; fails: number; error: string }> = {
  create_support_ticket: { takes: 240, fails: 0.01, error: 'The ticket system answered 502.' },
  search_knowledge_base: { takes: 130, fails: 0.004, error: 'The search index is being rebuilt.' },
  lookup_order: { takes: 85, fails: 0.008, error: 'payments-db: remaining connection slots are reserved' },
  issue_refund: { takes: 760, fails: 0.03, error: 'payments-db: remaining connection slots are reserved' },
  get_customer_info: { takes: 95, fails: 0.006, error: 'The customer directory did not answer in 5 s.' },
  restart_service: { takes: 8_400, fails: 0.05, error: 'The service did not become healthy in 60 s.' },
  view_logs: { takes: 320, fails: 0.02, error: 'The log store is read-only for maintenance.' },
  view_health: { takes: 60, fails: 0.003, error: 'One of the probes timed out.' },
  export_customer_data: { takes: 4_100, fails: 0.04, error: 'The file store is full.' },
}
const IN_BURST: readonly string[] = ['lookup_order', 'issue_refund']
const MICROS_PER_TOKEN = { input: 3, output: 15 }
const DEARER = 1.7

const later = (at: Date, ms: number) => new Date(at.getTime() + Math.max(1, Math.round(ms)))

/** What becomes of a started action. */
export function endOf({ id, body }: Pick<Asked, 'id' | 'body'>, at: Date, args: JsonObject, deed: Deed, { random, incidents, until }: Times): End {
  if (random() < 0.003) {
    const lost = later(at, RESULT_WINDOW_MS + SWEEP_MS * random())
    return lost.getTime() < until ? { kind: 'lost', at: lost } : { kind: 'runs' }
  }
  const { takes, fails, error } = TOOLS[body.tool as ToolName]
  const burst = during(incidents.errors, at.getTime()) && IN_BURST.includes(body.tool)
  const duration_ms = Math.round(around(burst ? takes * 9 : takes, 0.45, random))
  const reported = later(at, duration_ms + 20 + 60 * random())
  if (reported.getTime() >= until) return { kind: 'runs' }
  const input = Math.round(around(900, 0.5, random))
  const output = Math.round(around(160, 0.6, random))
  const price = at.getTime() < incidents.dearer ? 1 : DEARER
  const cost_micros = Math.round((input * MICROS_PER_TOKEN.input + output * MICROS_PER_TOKEN.output) * price)
  const facts = { duration_ms, tokens: { input, output }, cost_micros, currency: 'USD' }
  const failed = random() < (burst ? 0.6 : fails)
  const result: ResultBody = failed ? { success: false, error, ...facts, http_status: 503 } : { success: true, output: deed.output(id, args), ...facts, http_status: 200 }
  return { kind: 'reported', at: reported, body: result }
}

/** What people, or nobody, say to a question. */
export function answerOf(asked: Asked, deed: Deed, times: Times): Answer {
  const { random, incidents, reviewers, until } = times
  const expires = later(asked.at, (asked.body.expires_in_s ?? 3600) * 1000)
  const on = new Date(asked.at)
  const [day, hour] = [on.getUTCDay(), on.getUTCHours()]
  const present = (one: Reviewer) => hour >= one.from && hour < one.until && (one.weekend || day < 5)
  const by = weighted(reviewers.map((one) => ({ one, weight: present(one) ? 1 : 0.02 })), random).one
  const patience = (during(incidents.quiet, asked.at.getTime()) ? 30 : 1) * (present(by) ? 1 : 6)
  const at = later(asked.at, around(by.pace * patience * MINUTE, 0.8, random))
  const withdrawn = random() < 0.015 ? later(asked.at, around(20 * MINUTE, 0.7, random)) : null
  if (withdrawn && withdrawn < at && withdrawn < expires) return withdrawn.getTime() < until ? { kind: 'cancelled', at: withdrawn } : { kind: 'open' }
  if (at >= expires) {
    const expired = later(expires, SWEEP_MS * random())
    return expired.getTime() < until ? { kind: 'expired', at: expired } : { kind: 'open' }
  }
  if (at.getTime() >= until) return { kind: 'open' }
  const person = { id: by.id, email: by.email, sessionId: by.sessionId }
  if (random() < by.strict) {
    if (random() < 0.3) return { kind: 'refused', at, by: person, decision: 'reply', comment: oneOf(WORDS, random) }
    return { kind: 'refused', at, by: person, decision: 'reject', comment: oneOf(REASONS, random) }
  }
  const args = lowered(asked, random)
  const edit = args && { args, facts: { ...asked.facts, now: at, total: Math.min(50, asked.facts.total + 1), used_tool: true } }
  return { kind: 'approved', at, by: person, comment: random() < 0.12 ? oneOf(NOTES, random) : undefined, edit, then: thenOf(asked, at, args ?? asked.body.args, deed, times) }
}

/** Some reviewers give back less than was asked. */
function lowered({ body: { tool, args } }: Asked, random: Random): JsonObject | undefined {
  const cents = args.amount_cents
  if (tool !== 'issue_refund' || typeof cents !== 'number' || cents < 2000 || random() > 0.06) return undefined
  return { ...args, amount_cents: Math.round((cents * (0.4 + 0.4 * random())) / 100) * 100 }
}

function thenOf(asked: Asked, yes: Date, args: JsonObject, deed: Deed, times: Times): AfterYes {
  const { random, until } = times
  const startable = later(yes, asked.facts.approval_hold_ms)
  const chance = random()
  if (chance < 0.012) {
    const lapsed = later(startable, 900_000 + SWEEP_MS * random())
    return lapsed.getTime() < until ? { kind: 'lapsed', at: lapsed } : { kind: 'unused' }
  }
  const at = later(startable, around(1_500, 0.7, random))
  if (at.getTime() >= until) return { kind: 'unused' }
  if (chance < 0.02) return { kind: 'cancelled', at }
  return { kind: 'started', at, end: endOf(asked, at, args, deed, times) }
}
