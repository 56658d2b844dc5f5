import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, type World } from '@/tests/api/support/world'
import { rows } from '@/tests/support/databases'

vi.hoisted(() => {
  process.env.METRICS_TOKEN = 'a-token-for-prometheus'
})

let world: World
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}
const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/

/** Reads text format 0.0.4 as strictly as Prometheus does: one HELP and TYPE per family before its samples, nothing twice. */
function parse(text: string): { types: Map<string, string>; samples: Sample[] } {
  expect(text.endsWith('\n')).toBe(true)
  const types = new Map<string, string>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') expect(types.has(name), line).toBe(false)
    if (kind === 'TYPE') types.set(name, rest)
    if (kind) continue
    const [, sample = '', inside = '', number] = LINE.exec(line) ?? []
    expect(sample, line).not.toBe('')
    const labels = Object.fromEntries([...inside.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label, value]))
    const family = [...types.keys()].at(-1) ?? ''
    expect(types.get(family) === 'histogram' ? [`${family}_bucket`, `${family}_sum`, `${family}_count`] : [family]).toContain(sample)
    expect(Number.isFinite(Number(number)), line).toBe(true)
    const key = line.slice(0, line.lastIndexOf(' '))
    expect(seen.has(key), line).toBe(false)
    seen.add(key)
    samples.push({ name: sample, labels, value: Number(number) })
  }
  return { types, samples }
}

const scrape = async () => {
  const answer = await call('/metrics', { key: 'a-token-for-prometheus' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const { types, samples } = parse(answer.text)
  const value = (name: string, labels: Record<string, string> = {}) =>
    samples.find((one) => one.name === name && Object.entries(labels).every(([label, wanted]) => one.labels[label] === wanted))?.value
  return { text: answer.text, types, samples, value }
}

test('only the bearer of METRICS_TOKEN may scrape: no agent\'s key, no nearly right token', async () => {
  for (const key of [null, world.key, 'a-token-for-prometheu', 'a-token-for-prometheus2', '']) expect((await call('/metrics', { key })).status).toBe(401)
})

test('requests, times and verdicts are counted as they happen, dry runs and replays as requests alone', async () => {
  const before = await scrape()
  const submit = { tool: 'somebody_elses_tool', args: { n: 1 } }
  const headers = { 'idempotency-key': 'once' }
  for (let n = 0; n < 2; n += 1) expect((await call('/v1/actions', { key: world.key, body: submit, headers })).status).toBe(201)
  await call('/v1/actions', { key: world.key, body: { ...submit, dry_run: true } })
  await call('/v1/actions/00000000-0000-7000-8000-000000000000', { key: world.key })
  await call('/no/such/address?secret=1')
  const after = await scrape()
  const grew = (name: string, labels: Record<string, string>) => (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0)
  expect(grew('countersign_actions_total', { verdict: 'review' })).toBe(1)
  expect(grew('countersign_http_requests_total', { route: '/v1/actions', method: 'POST', status: '201' })).toBe(3)
  expect(grew('countersign_http_requests_total', { route: '/v1/actions/:id', method: 'GET', status: '404' })).toBe(1)
  expect(grew('countersign_http_requests_total', { route: 'unknown', status: '404' })).toBe(1)
  expect(grew('countersign_http_request_duration_seconds_count', { route: '/v1/actions', method: 'POST' })).toBe(3)
  expect(after.value('countersign_http_request_duration_seconds_bucket', { route: '/v1/actions', method: 'POST', le: '+Inf' })).toBe(after.value('countersign_http_request_duration_seconds_count', { route: '/v1/actions', method: 'POST' }))
  expect(after.text).not.toContain('secret')
})

test('a scrape says how things stand, names no workspace, agent or tool, and lives without the database\'s numbers', async () => {
  const { value, text, types } = await scrape()
  expect(value('countersign_database_up')).toBe(1)
  expect(value('countersign_log_pending_entries')).toBe(Number((await rows<{ n: string }>('SELECT count(*) AS n FROM audit_pending'))[0]?.n))
  expect(value('countersign_log_lag_seconds')).toBeGreaterThan(0)
  expect(value('countersign_approvals_pending')).toBe(0) // nothing rolled up in this test's database
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  expect(types.get('process_cpu_seconds_total')).toBe('counter')
  for (const name of [world.workspace, 'somebody_elses_tool']) expect(text).not.toContain(name)
  await rows('ALTER TABLE workspace_metrics RENAME TO gone')
  const without = await scrape()
  expect(without.value('countersign_database_up')).toBe(0)
  expect(without.value('countersign_approvals_pending')).toBeUndefined()
  expect(without.value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  await rows('ALTER TABLE gone RENAME TO workspace_metrics')
})
