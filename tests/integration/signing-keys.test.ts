import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { keyFile, loadSigner } from '@/lib/signing/load'
import { replaceSeed } from '@/lib/signing/key-file'
import { registerKeys } from '@/lib/signing/register'
import { rows } from '@/tests/support/databases'
import { aFolder } from '@/tests/support/folders'
import { aWorld } from '@/tests/support/world'

const usual = env.DATA_DIR
afterEach(() => Object.assign(env, { DATA_DIR: usual, COUNTERSIGN_GRANT_KEY: undefined }))

const inFolder = async () => {
  env.DATA_DIR = path.join(await aFolder(), 'data')
  return env.DATA_DIR
}
const keys = (purpose = 'grant') =>
  rows<{ kid: string; active: boolean }>('SELECT kid, retired_at IS NULL AS active FROM signing_keys WHERE purpose = $1 ORDER BY created_at, kid', [purpose])

test('the first call makes both keys, for this user only, and nothing else is left in the folder', async () => {
  const folder = await inFolder()
  const [grant, log] = [await loadSigner('grant'), await loadSigner('log')]
  expect(grant.kid).not.toBe(log.kid)
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['signing-keys.json'])
  expect((await loadSigner('grant')).kid).toBe(grant.kid)
})

test('of many starters at once all end up with the same keys', async () => {
  await inFolder()
  const kids = await Promise.all(Array.from({ length: 16 }, async () => (await loadSigner('grant')).kid))
  expect(new Set(kids).size).toBe(1)
})

test('a replaced file is used at the next call; the other purpose keeps its key', async () => {
  const folder = await inFolder()
  const [grant, log] = [await loadSigner('grant'), await loadSigner('log')]
  await replaceSeed(folder, keyFile(), 'grant')
  expect((await loadSigner('grant')).kid).not.toBe(grant.kid)
  expect((await loadSigner('log')).kid).toBe(log.kid)
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
})

test.each([['cut short', '{"grant":"'], ['empty', ''], ['short keys', '{"grant":"AAAA","log":"AAAA"}']])('a damaged file (%s) is one plain sentence, and is never replaced', async (_, text) => {
  const folder = await inFolder()
  mkdirSync(folder)
  writeFileSync(keyFile(), text)
  await expect(loadSigner('grant')).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('is damaged') })
  expect(readFileSync(keyFile(), 'utf8')).toBe(text)
})

test('a file that goes away under a running process is not made anew, and is used again when it is back', async () => {
  await inFolder()
  const { kid } = await loadSigner('grant')
  renameSync(keyFile(), `${keyFile()}.away`)
  await expect(loadSigner('grant')).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('is gone') })
  renameSync(`${keyFile()}.away`, keyFile())
  expect((await loadSigner('grant')).kid).toBe(kid)
})

test('a folder that cannot be written says what to do', async () => {
  env.DATA_DIR = path.join(await aFolder(), 'file')
  writeFileSync(env.DATA_DIR, '')
  await expect(loadSigner('grant')).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('COUNTERSIGN_GRANT_KEY') })
  rmSync(env.DATA_DIR)
  expect(await loadSigner('grant')).toMatchObject({ kid: expect.any(String) })
})

test('a key of the environment goes before the file, and a wrong one is refused', async () => {
  env.COUNTERSIGN_GRANT_KEY = Buffer.alloc(32, 7).toString('base64')
  // RFC 8032: 32 bytes of 0x07 make this public key, whoever computes it.
  const { publicKey, sign } = await loadSigner('grant')
  expect(Buffer.from(publicKey).toString('hex')).toBe('ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c')
  expect(sign(Buffer.from('x'))).toHaveLength(64)
  env.COUNTERSIGN_GRANT_KEY = randomBytes(16).toString('base64')
  await expect(loadSigner('grant')).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('base64 of 32 random bytes') })
})

test('registering is done once, audited, retires the key before, and takes a restored key back', async () => {
  const { workspace } = await aWorld()
  await registerKeys()
  await registerKeys()
  const [first, ...others] = await keys()
  expect(others).toEqual([])
  expect(await keys('log')).toHaveLength(1)
  const backup = readFileSync(keyFile())

  await replaceSeed(usual, keyFile(), 'grant')
  await registerKeys()
  const { kid } = await loadSigner('grant')
  expect(await keys()).toEqual([{ kid: first?.kid, active: false }, { kid, active: true }])

  writeFileSync(keyFile(), backup)
  await registerKeys()
  expect(await keys()).toEqual([{ kid: first?.kid, active: true }, { kid, active: false }])
  const entries = await rows<{ changes: unknown }>(
    `SELECT changes FROM agent_audit_log WHERE workspace_id = $1 AND action = 'signing_key.registered' ORDER BY "timestamp", id`,
    [workspace],
  )
  expect(entries.map(({ changes }) => changes)).toEqual([
    [{ field: 'grant_key', old: null, new: first?.kid }],
    [{ field: 'log_key', old: null, new: (await loadSigner('log')).kid }],
    [{ field: 'grant_key', old: first?.kid, new: kid }],
    [{ field: 'grant_key', old: kid, new: first?.kid }],
  ])
})
