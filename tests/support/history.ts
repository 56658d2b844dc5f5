import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { newId } from '@/lib/ids'

export interface Past {
  id: string
  agent: string
  tool: string
  at: Date
  state: string
  decision: string
  risk: number
  tokens: number
  /** Who decided, and when; null where nobody did. */
  decided: { by: string; at: Date; status: 'approved' | 'rejected' } | null
}

export const PEOPLE = ['noa@example.com', 'dana@example.com'] as const

/** Small and seeded, so that a failure can be run again. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const HASH = 'a'.repeat(64)
const ASKED = ['pending', 'approved', 'executing', 'succeeded', 'failed', 'unknown', 'rejected', 'expired', 'cancelled', 'lapsed']
const ALLOWED = ['executing', 'succeeded', 'failed', 'unknown']
const pick = <T>(from: readonly T[], roll: number): T => from[Math.floor(roll * from.length)] as T

export function past(roll: () => number, agents: readonly string[], tools: readonly string[], from: Date, until: Date): Past {
  const decision = pick(['allow', 'allow', 'allow', 'review', 'review', 'deny'], roll())
  const state = decision === 'deny' ? 'denied' : pick(decision === 'allow' ? ALLOWED : ASKED, roll())
  const at = new Date(from.getTime() + Math.floor(roll() * (until.getTime() - from.getTime())))
  const byPerson = decision === 'review' && !['pending', 'expired', 'cancelled'].includes(state)
  const decided = byPerson
    ? { by: pick(PEOPLE, roll()), at: new Date(at.getTime() + Math.floor(roll() * roll() * 900_000)), status: state === 'rejected' ? ('rejected' as const) : ('approved' as const) }
    : null
  return { id: newId(), agent: pick(agents, roll()), tool: pick(tools, roll()), at, state, decision, risk: Math.floor(roll() * 101), tokens: Math.floor(roll() * 4000), decided }
}

/** Writes people, agents and tools, then what happened, as the database's owner: no verb can go back in time. */
export async function writeHistory(databaseUrl: string, workspace: string, events: readonly Past[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, options: '-c TimeZone=UTC' })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`INSERT INTO workspaces (id, name) VALUES ($1, $1) ON CONFLICT DO NOTHING`, [workspace])
    for (const email of PEOPLE) {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO users (id, email, name) VALUES ($1, $2, $3) ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id`,
        [newId(), email, email === PEOPLE[0] ? 'Noa Levi' : 'Dana Rosen'],
      )
      await client.query(`INSERT INTO members (workspace_id, id, roles) VALUES ($1, $2, '{reviewer}') ON CONFLICT DO NOTHING`, [workspace, rows[0]?.id])
    }
    for (const agent of new Set(events.map((event) => event.agent))) {
      await client.query(`INSERT INTO agents (workspace_id, id, name, created_by) VALUES ($1, $2, $2, 'test') ON CONFLICT DO NOTHING`, [workspace, agent])
      await client.query(
        `INSERT INTO api_keys (workspace_id, id, agent_id, name, prefix, secret_sha256, scopes, created_by)
         SELECT $1, $2, $3, 'key', 'cs', sha256($4::bytea), '{actions:write}', 'test'
         WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE workspace_id = $1 AND agent_id = $3)`,
        [workspace, randomUUID(), agent, randomUUID()],
      )
    }
    for (const tool of new Set(events.map((event) => event.tool))) {
      await client.query(`INSERT INTO tools (workspace_id, id, name) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING`, [workspace, tool])
    }
    for (const event of events) await writeOne(client, workspace, event)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

async function writeOne(client: Client, workspace: string, event: Past): Promise<void> {
  const { id, agent, tool, at, state, decision, decided } = event
  const asked = decision === 'review'
  const started = ['executing', 'succeeded', 'failed', 'unknown'].includes(state) ? (decided?.at ?? at) : null
  const ended = ['succeeded', 'failed'].includes(state)
  const approval = asked ? newId() : null
  const title = `Call ${tool} for ORD-${id.slice(-5)}`
  await client.query(
    `INSERT INTO agent_action_events (workspace_id, id, agent_id, key_id, tool_name, tool_args, action_name, action_name_he, stage, trust_level,
       risk_score, risk_level, risk_reasons, decision, reason, trace, action_hash, approval_request_id, state, created_at,
       startable_at, execute_by, started_at, result_due, finished_at, result_success, tokens_input, tokens_output, cost_micros, cost_currency, duration_ms)
     VALUES ($1, $2, $3, (SELECT id FROM api_keys WHERE workspace_id = $1 AND agent_id = $3), $4, '{}', $5, $6, 'execute', 3, $7, $8, '[]', $9,
       'test', '[]', $10, $11, $12, $13, $13, $13, $14, $14, $14, $15, $16, $17, $18, $19, $20)`,
    [workspace, id, agent, tool, title, `קריאה ל־${tool}`, event.risk, event.risk < 40 ? 'low' : event.risk < 70 ? 'medium' : 'high', decision, HASH,
      approval, state, at, started, ended ? state === 'succeeded' : null, ended ? event.tokens : null, ended ? 7 : null,
      ended ? event.tokens * 13 : null, ended ? 'USD' : null, ended ? event.tokens : null],
  )
  if (approval) {
    const status = decided?.status ?? (state === 'pending' || state === 'expired' || state === 'cancelled' ? state : 'approved')
    const resolvedAt = status === 'pending' ? null : (decided?.at ?? new Date(at.getTime() + 3_600_000))
    await client.query(
      `INSERT INTO agent_approvals (workspace_id, id, action_id, agent_id, tool_id, action_name, parameters, action_hash, risk_score, risk_level,
         trust_level, hold_ms, status, created_at, expires_at, resolved_at, resolved_by)
       VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8, 'low', 3, 0, $9, $10::timestamptz, $10::timestamptz + interval '1 hour', $11, $12)`,
      [workspace, approval, id, agent, tool, title, HASH, event.risk, status, at, resolvedAt, status === 'pending' ? null : (decided?.by ?? 'system:clock')],
    )
  }
  await writeEntries(client, workspace, event)
}

const salt = () => randomBytes(32).toString('base64')

type Entry = [at: Date, actorKind: string, actor: string, event: string, kind: string, success: boolean, output: object | null, changes: object[] | null]

async function writeEntries(client: Client, workspace: string, event: Past): Promise<void> {
  const { id, agent, tool, at, state, decision, decided } = event
  const moved = (to: string) => [{ field: 'state', old: decision === 'review' ? 'pending' : 'executing', new: to }]
  const entries: Entry[] = [[at, 'agent', agent, 'action.submitted', 'invoke', decision !== 'deny', { effect: decision, reason: 'test', level: 3 }, null]]
  if (decision === 'review') entries.push([at, 'agent', agent, 'approval.requested', 'approval', true, null, null])
  if (decided) {
    const said = decided.status === 'approved' ? 'approve' : 'reject'
    entries.push([decided.at, 'user', decided.by, 'approval.decided', 'approval', true, { decision: said }, moved(decided.status)])
  }
  const later = new Date((decided?.at ?? at).getTime() + 5000)
  if (state === 'expired') entries.push([new Date(at.getTime() + 3_600_000), 'system', 'system:clock', 'approval.expired', 'approval', false, null, moved('expired')])
  if (['succeeded', 'failed'].includes(state)) {
    entries.push([later, 'agent', agent, 'action.started', 'tool_call', true, { grant: id }, null])
    entries.push([later, 'agent', agent, 'action.reported', 'complete', state === 'succeeded', { success: state === 'succeeded' }, moved(state)])
  }
  for (const [when, actorKind, actor, name, kind, success, output, changes] of entries) {
    await client.query(
      `WITH entry AS (
         INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, agent_id, tool_id, action_id, user_id,
           client_id, success, input_data, output_data, changes, error_message, request_id, salts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT id FROM users WHERE email = $5), $11, $12, $13, $14, $15, $16, $17, $18)
         RETURNING workspace_id, id)
       INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`,
      [workspace, newId(), when, actorKind, actor, name, kind, agent, tool, id, event.risk % 2 ? `CUST-${event.risk}` : null, success,
        JSON.stringify({ note: '=1+1' }), output && JSON.stringify(output), changes && JSON.stringify(changes),
        success ? null : '=HYPERLINK("http://x")', randomUUID(),
        JSON.stringify({ input: salt(), ...(output && { output: salt() }), ...(changes && { changes: salt() }), ...(!success && { error_message: salt() }) })],
    )
  }
}
