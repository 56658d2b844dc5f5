import { afterAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import { openSession } from '@/lib/auth/open-session'
import { sessionMark } from '@/lib/auth/watch-session'
import type { Ctx } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { newId } from '@/lib/ids'
import { stopListening } from '@/lib/live/listen'
import { liveStream } from '@/lib/live/stream'
import { transact } from '@/lib/transact'
import { aWorld } from '@/tests/support/world'

afterAll(async () => {
  await stopListening()
  await closeDb()
})

const say = (ctx: Ctx) =>
  transact({ ...ctx, actor: { kind: 'system', id: 'system:test' } }, 'setup.run', () =>
    Promise.resolve({ value: null, audit: [{ kind: 'system', event: 'approval.requested' }] }))

/** Reads a stream as a browser would, until it ends. */
function follow(stream: ReadableStream<Uint8Array>) {
  let text = ''
  const ended = (async () => {
    const decoder = new TextDecoder()
    const reader = stream.getReader()
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) text += decoder.decode(chunk.value)
  })()
  return { news: () => text.split('event: news').length - 1, text: () => text, ended }
}

describe('the live stream', () => {
  test('says that something changed here, nothing of what, and nothing of other workspaces', async () => {
    const [here, there] = await Promise.all([aWorld(), aWorld()])
    const [mine, theirs] = await Promise.all([here.person(), there.person()])
    const hangUp = new AbortController()
    const stream = follow(liveStream({ workspace: here.workspace, holds: () => Promise.resolve(true), signal: hangUp.signal }))
    await expect.poll(stream.text).toContain('event: ready')
    // The first connection of the listener is news by itself: something may have been missed before it.
    await new Promise((resolve) => setTimeout(resolve, 600))
    const before = stream.news()
    await say(theirs)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(stream.news()).toBe(before)
    await say(mine)
    await expect.poll(stream.news).toBe(before + 1)
    expect(stream.text()).not.toContain('approval')
    hangUp.abort()
    await stream.ended
  })

  test('gathers a burst into little', async () => {
    const world = await aWorld()
    const person = await world.person()
    const hangUp = new AbortController()
    const stream = follow(liveStream({ workspace: world.workspace, holds: () => Promise.resolve(true), signal: hangUp.signal }))
    await new Promise((resolve) => setTimeout(resolve, 400))
    const before = stream.news()
    const started = performance.now()
    for (let n = 0; n < 20; n += 1) await say(person)
    const took = performance.now() - started
    await expect.poll(stream.news).toBeGreaterThan(before)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(stream.news() - before).toBeLessThanOrEqual(Math.ceil(took / 150) + 1)
    hangUp.abort()
    await stream.ended
  })

  test('ends soon after the moment it may not be heard any more, or cannot be asked', async () => {
    for (const no of [() => Promise.resolve(false), () => Promise.reject(new Error('the database is gone'))]) {
      let may = true
      const stream = follow(liveStream({ workspace: 'nobody', holds: () => (may ? Promise.resolve(true) : no()), signal: new AbortController().signal }))
      await new Promise((resolve) => setTimeout(resolve, 100))
      may = false
      const from = performance.now()
      await stream.ended
      expect(performance.now() - from).toBeLessThan(4_000)
    }
  })
})

describe('the mark of a session', () => {
  test('changes with the roles and goes with the session', async () => {
    const world = await aWorld()
    const person = await world.person(['reviewer'])
    const sessionId = await openSession(world.workspace, person.actor.id, { requestId: newId() })
    const mark = await sessionMark(sessionId)
    expect(mark).toBe(`${world.workspace} reviewer`)
    expect(await findSession(sessionId)).not.toBeNull()

    const change = (work: string) =>
      transact({ ...person, actor: { kind: 'system', id: 'system:test' } }, 'setup.run', async (tx) => {
        await tx.sql(work, [person.actor.id])
        return { value: null, audit: [{ kind: 'auth', event: 'test.changed' }] }
      })
    await change(`UPDATE members SET roles = '{auditor}' WHERE id = $1`)
    expect(await sessionMark(sessionId)).toBe(`${world.workspace} auditor`)
    await change('UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1')
    expect(await sessionMark(sessionId)).toBeNull()
  })

  test('is not use: it does not keep an idle session alive', async () => {
    const world = await aWorld()
    const person = await world.person()
    const sessionId = await openSession(world.workspace, person.actor.id, { requestId: newId() })
    await transact({ ...person, actor: { kind: 'system', id: 'system:test' } }, 'setup.run', async (tx) => {
      await tx.sql(`UPDATE sessions SET last_seen_at = clock_timestamp() - interval '100 days' WHERE id = $1`, [sessionId])
      return { value: null, audit: [{ kind: 'auth', event: 'test.aged' }] }
    })
    expect(await sessionMark(sessionId)).toBeNull()
    expect(await sessionMark(sessionId)).toBeNull()
  })
})
