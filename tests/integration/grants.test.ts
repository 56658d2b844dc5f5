import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, expect, test } from 'vitest'
import { readAction } from '@/lib/actions/queries'
import { sha256 } from '@/lib/actions/hash'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { systemCtx } from '@/lib/context'
import { closeDb, prisma } from '@/lib/db'
import { env, gatewayUrl } from '@/lib/env'
import { keyFile, loadSigner } from '@/lib/signing/load'
import { keySet } from '@/lib/signing/queries'
import { rotate } from '@/lib/signing/rotate'
import { rows } from '@/tests/support/databases'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'

afterAll(closeDb)
afterEach(() => Object.assign(env, { COUNTERSIGN_GRANT_KEY: undefined }))

const args = { order: 'ORD-1', amount_cents: 100 }

async function approved(): Promise<{ world: World; agent: AgentCtx; reviewer: UserCtx; id: string }> {
  const world = await aWorld()
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('refund', 3)
  const reviewer = await world.person()
  const asked = await submit(agent, { tool: 'refund', args })
  if (asked.dry_run) throw new Error('not asked for')
  const { id, actionHash } = await prisma.approval.findFirstOrThrow({ where: { actionId: asked.id } })
  await decide(reviewer, { approvalId: id, decision: 'approve', actionHash })
  return { world, agent, reviewer, id: asked.id }
}

/** As the tool does it: the public keys, the name of the installation and its own name. */
const verify = async (jws: string, currentDate?: Date) =>
  jwtVerify(jws, createLocalJWKSet(await keySet()), { issuer: gatewayUrl(), audience: 'refund', typ: 'countersign-grant+jwt', algorithms: ['EdDSA'], currentDate })

test('the receipt says what may run, for whom, on whose word, and for five minutes of the database’s clock', async () => {
  const { world, agent, reviewer, id } = await approved()
  const { grant } = await start(agent, id, { args })
  const [row] = await rows<{ id: string; jws: string; kid: string; action_hash: string; approval_id: string; at: Date }>(
    'SELECT id, jws, kid, action_hash, approval_id, redeemed_at AS at FROM execution_grants WHERE action_id = $1',
    [id],
  )
  expect(row?.jws).toBe(grant)
  expect(decodeProtectedHeader(grant)).toEqual({ alg: 'EdDSA', typ: 'countersign-grant+jwt', kid: row?.kid })
  const { payload } = await verify(grant)
  const at = Math.floor(Number(row?.at) / 1000)
  expect(payload).toEqual({
    iss: gatewayUrl(), sub: 'refund-agent', aud: 'refund', jti: row?.id, iat: at, nbf: at, exp: at + 300,
    workspace: world.workspace, action: id, action_hash: row?.action_hash, args_sha256: sha256('{"amount_cents":100,"order":"ORD-1"}'),
    approval: row?.approval_id, approved_by: [reviewer.actor.email],
  })
  await expect(verify(grant, new Date((at + 301) * 1000))).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
  const [header, claims, signature] = grant.split('.')
  const forged = Buffer.from(JSON.stringify({ ...payload, action: 'another' })).toString('base64url')
  await expect(verify(`${header}.${forged}.${signature}`)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  await expect(verify(`${header}.${claims}.${Buffer.alloc(64).toString('base64url')}`)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
})

test('repeating the request repeats the very receipt', async () => {
  const { agent, id } = await approved()
  const again = { ...agent, idempotency: { route: 'POST start', key: 'k-1', requestSha256: sha256('x') } }
  const { grant } = await start(again, id, { args })
  await expect(start(again, id, { args })).rejects.toMatchObject({ name: 'IdempotentReplay', body: expect.stringContaining(grant) })
})

const broken: [string, () => () => void][] = [
  ['the file is gone', () => {
    renameSync(keyFile(), `${keyFile()}.away`)
    return () => renameSync(`${keyFile()}.away`, keyFile())
  }],
  ['the file is damaged', () => {
    const kept = readFileSync(keyFile())
    writeFileSync(keyFile(), kept.subarray(0, 20))
    return () => writeFileSync(keyFile(), kept)
  }],
  ['a folder is in its place', () => {
    const [usual, away] = [env.DATA_DIR, `${env.DATA_DIR}/signing-keys.json`]
    env.DATA_DIR = away
    return () => void (env.DATA_DIR = usual)
  }],
  ['the environment holds no key', () => {
    env.COUNTERSIGN_GRANT_KEY = 'c2hvcnQ='
    return () => void (env.COUNTERSIGN_GRANT_KEY = undefined)
  }],
]
test.each(broken)('%s: nothing is granted, nothing is written, and once it is repaired it starts', async (_, breakIt) => {
  const { agent, id } = await approved()
  await loadSigner('grant')
  const state = () => rows(`SELECT e.state, (SELECT count(*)::int FROM execution_grants g WHERE g.action_id = e.id) AS grants,
    (SELECT count(*)::int FROM agent_audit_log l WHERE l.action_id = e.id) AS entries FROM agent_action_events e WHERE e.id = $1`, [id])
  const before = await state()
  const repair = breakIt()
  try {
    for (let n = 0; n < 3; n++) await expect(start(agent, id, { args })).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect(await state()).toEqual(before)
    expect(await readAction(agent, id)).toMatchObject({ state: 'approved' })
  } finally {
    repair()
  }
  expect(await start(agent, id, { args })).toMatchObject({ state: 'executing' })
})

test('after a rotation the next receipt has the new key, the older one still verifies, for a day', async () => {
  const [first, second] = [await approved(), await approved()]
  const before = (await start(first.agent, first.id, { args })).grant
  const { kid } = await rotate(systemCtx(first.world.workspace, 'system:cli', 'test'), 'grant')
  const after = (await start(second.agent, second.id, { args })).grant
  expect(decodeProtectedHeader(after).kid).toBe(kid)
  const old = decodeProtectedHeader(before).kid
  expect(old).not.toBe(kid)
  await verify(before)
  await verify(after)
  const entry = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: first.world.workspace, event: 'signing_key.registered', actorId: 'system:cli' } })
  expect(entry.changes).toEqual([{ field: 'grant_key', old, new: kid }])

  await rows(`BEGIN; SET LOCAL session_replication_role = replica; UPDATE signing_keys SET retired_at = retired_at - interval '25 hours' WHERE kid = '${old}'; COMMIT`)
  await expect(verify(before)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  await verify(after)
})

test('a key of the environment is not rotated here; the refusal says what to do', async () => {
  const world = await aWorld()
  env.COUNTERSIGN_GRANT_KEY = Buffer.alloc(32, 9).toString('base64')
  await expect(rotate(systemCtx(world.workspace, 'system:cli', 'test'), 'grant')).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining('COUNTERSIGN_GRANT_KEY') })
})

test('twelve starts at once with a key that nobody has registered yet: each receipt verifies, the key is registered once', async () => {
  const scenes = await Promise.all(Array.from({ length: 12 }, approved))
  env.COUNTERSIGN_GRANT_KEY = Buffer.alloc(32, 11).toString('base64')
  const grants = await Promise.all(scenes.map(({ agent, id }) => start(agent, id, { args })))
  for (const { grant } of grants) await verify(grant)
  const { kid } = await loadSigner('grant')
  expect(await prisma.auditEntry.count({ where: { event: 'signing_key.registered', output: { contains: kid } } })).toBe(1)
})
