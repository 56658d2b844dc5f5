import { afterAll, beforeAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { closeDb, query } from '@/lib/db'
import { announce } from '@/lib/live/announce'
import { stopListening } from '@/lib/live/listen'
import { look } from '@/lib/live/presence'
import { liveStream } from '@/lib/live/stream'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'

let world: World
let [noa, dana]: UserCtx[] = []
let approvalId: string
beforeAll(async () => {
  world = await aWorld()
  ;[noa, dana] = [await world.person(), await world.person()]
  await world.tool('change', 3)
  const asked = await submit(await world.agent('bot'), { tool: 'change', args: {} })
  approvalId = asked.dry_run ? '' : (asked.approval?.id ?? '')
})
afterAll(async () => {
  await stopListening()
  await closeDb()
})

const looks = async (person: UserCtx | undefined, leaves = false) => (person ? (await look(person, { approvalId, leaves })).map(({ id }) => id) : [])
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('who looks sees who else does, until they leave', async () => {
  expect(await looks(noa)).toEqual([])
  await expect.poll(() => looks(dana), { interval: 100 }).toEqual([noa?.actor.id])
  await expect.poll(() => looks(noa), { interval: 100 }).toEqual([dana?.actor.id])
  await looks(noa, true)
  await expect.poll(() => looks(dana), { interval: 100 }).toEqual([])
})

test('somebody of another workspace is never seen to look, and sees nobody', async () => {
  const stranger = await (await aWorld()).person()
  await looks(noa)
  expect(await looks(stranger)).toEqual([])
  await pause(300)
  expect(await looks(dana)).toEqual([noa?.actor.id])
})

test('nothing of it is stored', async () => {
  const written = async () => (await query<{ n: number }>(`SELECT count(*) AS n FROM agent_audit_log WHERE workspace_id = $1`, [world.workspace]))[0]?.n
  const before = await written()
  await looks(noa)
  await looks(dana, true)
  expect(await written()).toBe(before)
})

test('the live stream says that somebody came or left, in this workspace only, and never as news; a beat says nothing', async () => {
  const control = new AbortController()
  const reader = liveStream({ workspace: world.workspace, holds: async () => true, signal: control.signal }).getReader()
  let text = ''
  const reading = (async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) text += new TextDecoder().decode(chunk.value)
  })()
  await pause(400)
  text = ''
  const tell = (w: string, e: string) => announce([JSON.stringify({ w, e, o: approvalId, p: noa?.actor.id })])
  tell('elsewhere', 'presence.came')
  tell(world.workspace, 'presence.beat')
  await pause(500)
  expect(text).toBe('')
  tell(world.workspace, 'presence.came')
  tell(world.workspace, 'presence.left')
  await expect.poll(() => text.match(/event: presence/g)?.length).toBe(2)
  await pause(300)
  expect(text).not.toContain('event: news')
  control.abort()
  await reading
})
