import { expect, test } from 'vitest'
import { archive } from '@/lib/agents/archive'
import { changeDetails } from '@/lib/agents/change-details'
import { create } from '@/lib/agents/create'
import { createKey } from '@/lib/agents/create-key'
import { revokeKey } from '@/lib/agents/revoke-key'
import { setEnabled } from '@/lib/agents/set-enabled'
import { authenticateKey } from '@/lib/auth/api-keys'
import { systemCtx, type Role } from '@/lib/context'
import { prisma, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { aWorld } from '@/tests/support/world'
import { configLog } from '@/tests/support/config-log'

const asked = { requestId: newId() }

test('creating an agent writes it, its maker and one entry with every field', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const owner = await world.person()
  await create(admin, { id: 'refunds', name: 'Refunds', team: 'Money', ownerId: owner.actor.id })
  const agent = await prisma.agent.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId: world.workspace, id: 'refunds' } } })
  expect(agent).toMatchObject({ name: 'Refunds', team: 'Money', ownerId: owner.actor.id, createdBy: admin.actor.email, archivedAt: null })
  const [entry] = await configLog(world.workspace)
  expect(entry).toMatchObject({ event: 'agent.created', agentId: 'refunds', actorId: admin.actor.email })
  expect(entry?.changes).toContainEqual({ field: 'owner', old: null, new: owner.actor.email })
})

test('an id is taken once per workspace, and free in another', async () => {
  const world = await aWorld()
  const other = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'one', name: 'One' })
  await expect(create(admin, { id: 'one', name: 'Again' })).rejects.toMatchObject({ code: 'conflict' })
  await create(await other.person(['admin']), { id: 'one', name: 'Other' })
  expect(await configLog(world.workspace)).toHaveLength(1)
})

test.each(['reviewer', 'manager', 'auditor'] as Role[])('a %s may not create, disable or give keys, and nothing is written', async (role) => {
  const world = await aWorld()
  await world.agent('bot')
  const person = await world.person([role])
  const before = await query('SELECT 1 FROM agent_audit_log WHERE workspace_id = $1', [world.workspace])
  const tries = [
    () => create(person, { id: 'mine', name: 'Mine' }),
    () => setEnabled(person, { agentId: 'bot', enabled: false }),
    () => createKey(person, { agentId: 'bot', name: 'k', scopes: ['actions:read'] }),
    () => archive(person, 'bot'),
    () => changeDetails(person, 'bot', { name: 'Mine' }),
  ]
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  expect(await query('SELECT 1 FROM agent_audit_log WHERE workspace_id = $1', [world.workspace])).toHaveLength(before.length)
})

test('an owner from another workspace, or one who left, is refused', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const stranger = await (await aWorld()).person()
  await expect(create(admin, { id: 'a', name: 'A', ownerId: stranger.actor.id })).rejects.toMatchObject({
    code: 'invalid', more: { errors: [{ path: '/ownerId' }] },
  })
  expect(await prisma.agent.count({ where: { workspaceId: world.workspace } })).toBe(0)
})

test('changing details records only what differs, and nothing when nothing does', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'a', name: 'A', team: 'T' })
  await changeDetails(admin, 'a', { name: 'A', team: 'Refunds' })
  await changeDetails(admin, 'a', { name: 'A', team: 'Refunds' })
  const log = await configLog(world.workspace)
  expect(log).toHaveLength(2)
  expect(log[1]).toMatchObject({ event: 'agent.changed', changes: [{ field: 'team', old: 'T', new: 'Refunds' }] })
})

test('the kill switch is one row, one entry, and pressing it twice changes nothing more', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'a', name: 'A' })
  expect(await setEnabled(admin, { agentId: 'a', enabled: false })).toMatchObject({ enabled: false, version: 1 })
  expect(await setEnabled(admin, { agentId: 'a', enabled: false })).toMatchObject({ version: 1 })
  expect(await setEnabled(admin, { agentId: 'a', enabled: true })).toMatchObject({ version: 2 })
  expect((await configLog(world.workspace)).map(({ event }) => event)).toEqual(['agent.created', 'agent.disabled', 'agent.enabled'])
})

test("a key's secret works at once, is shown once, and stands nowhere in the database", async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'a', name: 'A' })
  const key = await createKey(admin, { agentId: 'a', name: 'production', scopes: ['actions:write', 'config:read'] })
  expect(key.secret).toMatch(/^cs_live_[0-9A-Za-z]{40}$/)
  expect(key.secret.startsWith(key.prefix)).toBe(true)
  const ctx = await authenticateKey(`Bearer ${key.secret}`, asked)
  expect(ctx).toMatchObject({ workspace: world.workspace, actor: { kind: 'agent', id: 'a', keyId: key.id, scopes: ['actions:write', 'config:read'] } })
  for (const table of ['api_keys', 'agent_audit_log', 'agents']) {
    const [row] = await query<{ found: boolean }>(`SELECT bool_or(t::text LIKE '%' || $1 || '%') AS found FROM ${table} t WHERE workspace_id = $2`, [
      key.secret.slice(12), world.workspace,
    ])
    expect(row?.found, table).not.toBe(true)
  }
})

test('a revoked key is refused on its next request; revoking again changes nothing', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'a', name: 'A' })
  const key = await createKey(admin, { agentId: 'a', name: 'k', scopes: ['actions:read'] })
  await revokeKey(admin, { keyId: key.id })
  await revokeKey(admin, { keyId: key.id })
  await expect(authenticateKey(`Bearer ${key.secret}`, asked)).rejects.toMatchObject({ code: 'unauthenticated' })
  expect((await configLog(world.workspace)).map(({ event }) => event)).toEqual(['agent.created', 'key.created', 'key.revoked'])
})

test("another workspace's agent and key are not found, whoever asks", async () => {
  const world = await aWorld()
  const bot = await world.agent('bot')
  const stranger = await (await aWorld()).person(['admin'])
  const operator = systemCtx(stranger.workspace, 'system:cli', newId())
  for (const ctx of [stranger, operator]) {
    await expect(setEnabled(ctx, { agentId: 'bot', enabled: false })).rejects.toMatchObject({ code: 'not_found' })
    await expect(createKey(ctx, { agentId: 'bot', name: 'k', scopes: ['actions:read'] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeKey(ctx, { keyId: bot.actor.keyId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(archive(ctx, 'bot')).rejects.toMatchObject({ code: 'not_found' })
  }
  await expect(revokeKey(stranger, { keyId: 'no-such-key' })).rejects.toMatchObject({ code: 'not_found' })
  expect(await authenticateKey(`Bearer ${bot.secret}`, asked)).toMatchObject({ actor: { id: 'bot' } })
})

test('archiving ends the keys, and an archived agent gets no more changes', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const bot = await world.agent('bot')
  expect(await archive(admin, 'bot')).toEqual({ id: 'bot', keysRevoked: 1 })
  expect(await archive(admin, 'bot')).toEqual({ id: 'bot', keysRevoked: 0 })
  await expect(authenticateKey(`Bearer ${bot.secret}`, asked)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(createKey(admin, { agentId: 'bot', name: 'k', scopes: ['actions:read'] })).rejects.toMatchObject({ code: 'conflict' })
  await expect(setEnabled(admin, { agentId: 'bot', enabled: true })).rejects.toMatchObject({ code: 'conflict' })
  expect((await configLog(world.workspace)).map(({ event }) => event)).toEqual(['agent.archived', 'key.revoked'])
})
