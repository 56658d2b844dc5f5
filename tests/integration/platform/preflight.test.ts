import { expect, test } from 'vitest'
import { migrate } from '@/lib/database/migrate'
import { preflight } from '@/lib/database/preflight'
import { aLogin, anotherDatabase, rows } from '@/tests/support/databases'

const complaint = async (url: string): Promise<string> =>
  preflight(url).then(() => '', (error: { detail: string }) => error.detail)

test('a login with too few rights is told which SQL to run, and after that SQL it migrates', async () => {
  const database = await anotherDatabase()
  const login = await aLogin(database)
  const sentence = await complaint(login)
  expect(sentence).toMatch(/^The login weak_\w+ has too few rights on .*: let an administrator of that server run {2}/)
  expect(sentence).not.toContain('weak@') // no password
  await rows(sentence.split(' run  ')[1] ?? '', [], database)
  expect(await complaint(login)).toBe('')
  expect((await migrate(login)).length).toBeGreaterThan(0)
  expect(await migrate(login)).toEqual([])
})

test('a login that was given its rights beforehand is accepted', async () => {
  const database = await anotherDatabase()
  const login = await aLogin(database)
  await rows(`GRANT countersign_app, countersign_worker, countersign_eraser TO ${new URL(login).username}`, [], database)
  await rows(`GRANT CREATE ON DATABASE ${new URL(database).pathname.slice(1)} TO ${new URL(login).username}; GRANT CREATE ON SCHEMA public TO ${new URL(login).username}`, [], database)
  expect(await complaint(login)).toBe('')
})

test('each way of not reaching the database has its own plain sentence', async () => {
  const url = new URL(String(process.env.DATABASE_URL))
  const variant = (change: Partial<URL>) => Object.assign(new URL(url), change).toString()
  expect(await complaint(variant({ port: '9' }))).toContain('Nothing answers at')
  expect(await complaint(variant({ hostname: 'no-such-host.invalid' }))).toContain('unknown: correct DATABASE_URL')
  expect(await complaint(variant({ password: 'wrong' }))).toContain('refused the user or password')
  expect(await complaint(variant({ pathname: '/nowhere' }))).toContain('create it with  CREATE DATABASE nowhere;')
})
