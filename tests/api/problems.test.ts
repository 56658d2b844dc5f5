import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem, PROBLEM_CODES, type ProblemCode, PROBLEMS } from '@/packages/sdk/contract/problem'
import { approved, ARGS, pending, started, step, submit, vote } from '@/tests/api/support/ask'
import { type Answer, call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { everything, makeAgent, makeKey, makeWorld, owner, rows, scene, set, settings, type World } from '@/tests/api/support/world'

let world: World
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

const seen = new Set<ProblemCode>()

/** The refusal itself changes nothing in any table, unless the case says what it must change. */
async function refused(code: ProblemCode, ask: () => Promise<Answer>, changes: string[] = []): Promise<Answer> {
  const before = await everything()
  const answer = await ask()
  const after = await everything()
  const problem = Problem.parse(answer.body)
  expect(problem).toMatchObject({ code, status: PROBLEMS[code].status, title: PROBLEMS[code].title })
  expect(answer.status).toBe(problem.status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(answer.headers.get('x-request-id')).toBe(problem.request_id)
  expect(Object.keys(after).filter((table) => after[table] !== before[table])).toEqual(changes)
  seen.add(code)
  return answer
}

const raw = (text: string | Uint8Array, headers: Record<string, string> = {}) =>
  call('/v1/actions', { key: world.key, raw: text, headers })
const good = { tool: 'change', args: {} }

describe('400', () => {
  test.each(['', '{', '{"tool":"change","tool":"look","args":{}}', '{"tool":"change","args":{"a":"\\u0000"}}', '{"tool":"change","args":{"a":"\\ud800"}}'])(
    'invalid_json: %s', async (text) => void (await refused('invalid_json', () => raw(text))),
  )
  test('invalid_json: bytes that are not UTF-8, and 65 levels', async () => {
    await refused('invalid_json', () => raw(Buffer.concat([Buffer.from('{"tool":"'), Buffer.from([0xff]), Buffer.from('"}')])))
    await refused('invalid_json', () => raw(`{"tool":"change","args":{"a":${'['.repeat(63)}${']'.repeat(63)}}}`))
  })
  test.each(['9007199254740993', '1e400', '1e-400', '-0', '0.1000000000000000055'])('unsafe_number: %s', async (n) =>
    void (await refused('unsafe_number', () => raw(`{"tool":"change","args":{"a":${n}}}`))),
  )
  test('reserved_key', () => refused('reserved_key', () => raw('{"tool":"change","args":{"__proto__":{"admin":true}}}')))
  test.each(['', 'x'.repeat(256), 'a\tb', 'clé'])('invalid_header: Idempotency-Key %j', async (key) =>
    void (await refused('invalid_header', () => call('/v1/actions', { key: world.key, body: good, headers: { 'idempotency-key': key } }))),
  )
  test.each(['?wait=61', '?wait=-1', '?wait=1.5', '?wait=', '?wait=1&wait=2', '?what=1'])('invalid_query: %s of one action', async (query) =>
    void (await refused('invalid_query', () => call(`/v1/actions/${randomUUID()}${query}`, { key: world.key }))),
  )
  test.each(['?limit=0', '?limit=201', '?state=PENDING', '?since=yesterday', '?since=0000-01-01T00:00:00Z', '?cursor=zzz', '?__proto__=1'])(
    'invalid_query: %s of the list', async (query) => void (await refused('invalid_query', () => call(`/v1/actions${query}`, { key: world.key }))),
  )
})

describe('401, 403, 404, 405', () => {
  test.each([null, 'nonsense', 'cs_live_short', `cs_live_${'a'.repeat(40)}`])('unauthenticated: key %j', async (key) => {
    const answer = await refused('unauthenticated', () => call('/v1/actions', { key, body: good }))
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })
  test('forbidden: each route asks for its scope', async () => {
    const reader = await makeKey(world.workspace, world.agent, ['config:read'])
    const writer = await makeKey(world.workspace, world.agent, ['actions:write'])
    const id = await pending(world)
    await refused('forbidden', () => call('/v1/actions', { key: reader.key, body: good }))
    await refused('forbidden', () => step(reader, id, 'start', ARGS))
    await refused('forbidden', () => step(reader, id, 'result', { success: true }))
    await refused('forbidden', () => step(reader, id, 'cancel'))
    await refused('forbidden', () => call('/v1/actions', { key: writer.key }))
    await refused('forbidden', () => call(`/v1/actions/${id}`, { key: writer.key }))
    await refused('forbidden', () => call('/v1/config', { key: writer.key }))
  })
  test('not_found: an unknown address, an unknown id, and what belongs to another agent or workspace', async () => {
    const id = await pending(world)
    const [sibling, stranger] = [await makeAgent(world.workspace), await makeWorld()]
    await refused('not_found', () => call('/v2/actions'))
    await refused('not_found', () => call('/v1/actions/%ff', { key: world.key }))
    await refused('not_found', () => call(`/v1/actions/${randomUUID()}`, { key: world.key }))
    for (const other of [sibling, stranger]) {
      await refused('not_found', () => call(`/v1/actions/${id}`, { key: other.key }))
      await refused('not_found', () => call(`/v1/actions/${id}?wait=1`, { key: other.key }))
      await refused('not_found', () => step(other, id, 'start', ARGS))
      await refused('not_found', () => step(other, id, 'result', { success: true }))
      await refused('not_found', () => step(other, id, 'cancel'))
    }
  })
  test.each([['DELETE', '/v1/actions', 'GET, HEAD, POST'], ['GET', `/v1/actions/${randomUUID()}/start`, 'POST'], ['POST', '/healthz', 'GET, HEAD'], ['PATCH', '/v1/config', 'GET, HEAD']])(
    'method_not_allowed: %s %s', async (method, path, allow) => {
      const answer = await refused('method_not_allowed', () => call(path, { method, key: world.key }))
      expect(answer.headers.get('allow')).toBe(allow)
    },
  )
})

describe('409', () => {
  test('not_approved: a start before anyone decided', async () => {
    const id = await pending(world)
    const answer = await refused('not_approved', () => step(world, id, 'start', ARGS))
    expect(answer.body.state).toBe('pending')
  })
  test('args_mismatch: other arguments than the approved ones', async () => {
    const id = await approved(world)
    await refused('args_mismatch', () => step(world, id, 'start', { args: { order: 'ORD-2' } }))
    expect((await step(world, id, 'start', ARGS)).status).toBe(200)
  })
  test('already_started: a second start, and a start of what was allowed', async () => {
    const id = await started(world)
    await refused('already_started', () => step(world, id, 'start', ARGS))
    const allowed = await submit(world, { tool: 'look' })
    expect(allowed.body.state).toBe('executing')
    await refused('already_started', () => step(world, allowed.body.id, 'start', ARGS))
  })
  test('already_reported: another result than the first', async () => {
    const id = await started(world)
    expect((await step(world, id, 'result', { success: true, output: { n: 1 } })).status).toBe(200)
    const again = await step(world, id, 'result', { output: { n: 1 }, success: true })
    expect([again.status, again.body.state]).toEqual([200, 'succeeded'])
    await refused('already_reported', () => step(world, id, 'result', { success: true, output: { n: 2 } }))
  })
  test('conflict: withdrawing what already runs, or was rejected', async () => {
    const id = await started(world)
    const answer = await refused('conflict', () => step(world, id, 'cancel'))
    expect(answer.body.state).toBe('executing')
    const rejected = await pending(world)
    await vote(world, rejected, 'reject', 'no')
    expect((await refused('conflict', () => step(world, rejected, 'cancel'))).body.state).toBe('rejected')
  })
  test('agent_disabled: a start after the kill switch', async () => {
    const id = await approved(world)
    await settings(world, 'enabled', false)
    await refused('agent_disabled', () => step(world, id, 'start', ARGS))
    await settings(world, 'enabled', true)
    expect((await step(world, id, 'start', ARGS)).status).toBe(200)
  })
  test('on_hold: a start before the hold is over', async () => {
    const id = await approved(world)
    await set(`UPDATE agent_action_events SET startable_at = clock_timestamp() + interval '1 hour' WHERE id = $1`, [id])
    await refused('on_hold', () => step(world, id, 'start', ARGS))
  })
  test('expired: nobody decided; the refusal closes the action itself', async () => {
    const id = await pending(world)
    await set(`UPDATE agent_approvals SET expires_at = created_at + interval '1 millisecond' WHERE action_id = $1`, [id])
    const answer = await refused('expired', () => step(world, id, 'start', ARGS), ['agent_action_events', 'agent_approvals', 'agent_audit_log', 'audit_pending'])
    expect(answer.body.state).toBe('expired')
    await refused('expired', () => step(world, id, 'start', ARGS))
  })
  test('lapsed: approved and not used in time; the refusal closes the action itself', async () => {
    const id = await approved(world)
    await set('UPDATE agent_action_events SET execute_by = created_at WHERE id = $1', [id])
    const answer = await refused('lapsed', () => step(world, id, 'start', ARGS), ['agent_action_events', 'agent_audit_log', 'audit_pending'])
    expect(answer.body.state).toBe('lapsed')
    await refused('lapsed', () => step(world, id, 'start', ARGS))
  })
  test('in_flight: the same request is still being handled after two seconds', async () => {
    const client = await owner.connect()
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO idempotency_keys (workspace_id, agent_id, route, key, request_sha256, created_at)
       VALUES ($1, $2, 'POST /v1/actions', 'busy', $3, clock_timestamp())`,
      [world.workspace, world.agent, '0'.repeat(64)],
    )
    try {
      await refused('in_flight', () => submit(world, {}, { 'idempotency-key': 'busy' }))
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    expect((await submit(world, {}, { 'idempotency-key': 'busy' })).status).toBe(201)
  })
})

describe('413, 415, 422, 429', () => {
  test('too_large: over 256 KiB, announced or not', async () => {
    const big = JSON.stringify({ ...good, args: { a: 'x'.repeat(256 * 1024) } })
    await refused('too_large', () => raw(big))
    const fits = { ...good, args: { a: 'x'.repeat(255 * 1024) } }
    expect((await call('/v1/actions', { key: world.key, body: fits })).status).toBe(201)
  })
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'application/jsonx', 'multipart/form-data; boundary=x'])(
    'unsupported_media_type: %s', async (type) => void (await refused('unsupported_media_type', () => raw(JSON.stringify(good), { 'content-type': type }))),
  )
  test('unsupported_media_type: a compressed body', () =>
    refused('unsupported_media_type', () => raw(JSON.stringify(good), { 'content-encoding': 'gzip' })))
  test('invalid: says where', async () => {
    const body = { tool: 'a b', args: [], typo: 1, amount: { value: 1.5, currency: 'usd', x: 1 }, expires_in_s: 9 }
    const answer = await refused('invalid', () => call('/v1/actions', { key: world.key, body }))
    const paths = (answer.body.errors as unknown as { path: string }[]).map(({ path }) => path)
    expect(paths.sort()).toEqual(['/amount/currency', '/amount/value', '/amount/x', '/args', '/expires_in_s', '/tool', '/typo'])
  })
  test('invalid: a person who is no member', () =>
    refused('invalid', () => submit(world, { on_behalf_of: 'nobody@example.com' })))
  test('claim_mismatch: the claimed amount is not in the arguments', () =>
    refused('claim_mismatch', () => submit(world, { tool: 'refund', args: { cents: 500 }, amount: { value: 400, currency: 'USD' } })))
  test('idempotency_mismatch: one key, two requests', async () => {
    await submit(world, {}, { 'idempotency-key': 'same' })
    await refused('idempotency_mismatch', () => submit(world, { description: 'other' }, { 'idempotency-key': 'same' }))
  })
  test('rate_limited: says when to come back, and is recorded once an hour', async () => {
    const busy = { ...world, ...(await makeAgent(world.workspace)) }
    await settings(busy, 'max_actions_per_hour', 1)
    expect((await submit(busy)).status).toBe(201)
    const answer = await refused('rate_limited', () => submit(busy), ['agent_audit_log', 'agent_hours', 'audit_pending'])
    const after = Number(answer.headers.get('retry-after'))
    expect(after).toBeGreaterThan(0)
    expect(after).toBeLessThanOrEqual(3600)
    await refused('rate_limited', () => submit(busy))
  })
})

describe('500 and 503', () => {
  test('internal: tells the request id and nothing about the inside', async () => {
    await scene((client) =>
      client.query(`CREATE FUNCTION boom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'secret inside'; END $$;
        CREATE TRIGGER boom BEFORE INSERT ON agent_action_events FOR EACH ROW EXECUTE FUNCTION boom()`),
    )
    try {
      // Its place in the hour is used up: it is taken before, and for good.
      const answer = await refused('internal', () => submit(world), ['agent_hours'])
      expect(answer.text).not.toContain('secret')
    } finally {
      await owner.query('DROP TRIGGER boom ON agent_action_events')
    }
    expect((await submit(world)).status).toBe(201)
  })
  test('unavailable: the connection breaks in the middle; nothing is granted', async () => {
    const id = await approved(world)
    const client = await owner.connect()
    await client.query('BEGIN')
    await client.query('SELECT 1 FROM agent_action_events WHERE id = $1 FOR UPDATE', [id])
    try {
      const answer = await refused('unavailable', async () => {
        const asked = step(world, id, 'start', ARGS)
        await expect.poll(() => rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)).toHaveLength(1)
        return asked
      })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
    expect((await step(world, id, 'start', ARGS)).status).toBe(200)
  })
})

test('these tests produced every code of the closed set', () => {
  expect([...seen].sort()).toEqual([...PROBLEM_CODES].sort())
})
