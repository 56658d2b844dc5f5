import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { listViews } from '@/lib/views/queries'
import { removeView } from '@/lib/views/remove'
import { saveView } from '@/lib/views/save'
import { rows } from '@/tests/support/databases'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'

let world: World
let noa: UserCtx
let dana: UserCtx
let admin: UserCtx

beforeAll(async () => {
  world = await aWorld()
  noa = await world.person(['reviewer'])
  dana = await world.person(['manager'])
  admin = await world.person(['admin'])
})
afterAll(closeDb)

const named = async (ctx: UserCtx) => (await listViews(ctx)).map(({ name }) => name)
const entries = () => rows<{ action: string; input_data: string }>(`SELECT action, input_data FROM agent_audit_log WHERE workspace_id = $1 AND action LIKE 'view.%' ORDER BY "timestamp", id`, [world.workspace])

test('an own view is seen by its owner alone, a shared one by everybody here and nobody elsewhere', async () => {
  await saveView(noa, { name: 'Mine', address: '?q=kind%3Aapproval', shared: false })
  await saveView(noa, { name: 'Ours', address: '?q=success%3Afalse', shared: true })
  expect(await named(noa)).toEqual(['Mine', 'Ours'])
  expect(await listViews(dana)).toMatchObject([{ name: 'Ours', address: '?q=success%3Afalse', shared: true, removable: false }])
  expect(await named(await (await aWorld()).person(['admin']))).toEqual([])
  expect((await entries()).map(({ action }) => action)).toEqual(['view.saved', 'view.saved'])
})

test('the same name replaces the own view, and what did not change is not recorded', async () => {
  const before = (await entries()).length
  const { id } = await saveView(noa, { name: 'Mine', address: '?q=kind%3Aerror', shared: false })
  expect(await saveView(noa, { name: 'Mine', address: '?q=kind%3Aerror', shared: false })).toEqual({ id })
  expect((await listViews(noa)).filter(({ name }) => name === 'Mine')).toMatchObject([{ id, address: '?q=kind%3Aerror' }])
  expect((await entries()).length).toBe(before + 1)
  await saveView(dana, { name: 'Mine', address: '?q=dana', shared: false })
  expect((await listViews(noa)).find(({ name }) => name === 'Mine')?.address).toBe('?q=kind%3Aerror')
})

test("somebody else's shared view is neither replaced nor removed, but by an admin", async () => {
  await expect(saveView(dana, { name: 'Ours', address: '?q=taken', shared: true })).rejects.toMatchObject({ code: 'conflict' })
  const [ours] = (await listViews(dana)).filter(({ shared }) => shared)
  await expect(removeView(dana, ours?.id ?? '')).rejects.toMatchObject({ code: 'forbidden' })
  const mine = (await listViews(noa)).find(({ name }) => name === 'Mine')
  await expect(removeView(admin, mine?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
  await removeView(admin, ours?.id ?? '')
  expect(await named(noa)).toEqual(['Mine'])
  expect((await entries()).at(-1)).toMatchObject({ action: 'view.removed' })
})
