import { afterAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { ownPace } from '@/lib/approvals/own-pace'
import { retract } from '@/lib/approvals/retract'
import { closeDb, prisma } from '@/lib/db'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

const MINUTE = 60_000

test('a person’s pace is their own decisions here in 30 days: how many an hour, how many were yes, how long they took', async () => {
  const world = await aWorld({ approvalHoldMs: 60_000 })
  const [agent, noa, dana] = [await world.agent('asker'), await world.person(['reviewer']), await world.person(['reviewer'])]
  const tool = await world.tool('pay', 3)
  const start = new Date('2026-11-20T10:00:00Z').getTime()
  const say = async (who: typeof noa, decision: 'approve' | 'reject', askedAt: number, tookMs: number) => {
    const asked = await submit({ ...agent, at: new Date(askedAt) }, { tool, args: {}, expires_in_s: 3600 })
    const { id, actionHash } = await prisma.approval.findFirstOrThrow({ where: { workspaceId: world.workspace, actionId: asked.id ?? '' } })
    await decide({ ...who, at: new Date(askedAt + tookMs) }, { approvalId: id, decision, actionHash, comment: decision === 'reject' ? 'no' : undefined })
    return id
  }
  await say(noa, 'approve', start, 1 * MINUTE)
  await say(noa, 'approve', start + 5 * MINUTE, 3 * MINUTE)
  await say(noa, 'reject', start + 120 * MINUTE, 8 * MINUTE)
  await say(noa, 'approve', start - 40 * 24 * 60 * MINUTE, 1 * MINUTE) // longer ago than it looks
  await say(dana, 'reject', start + 1 * MINUTE, 30 * MINUTE)

  const now = new Date(start + 180 * MINUTE)
  expect(await ownPace({ ...noa, at: now })).toEqual({ approved: 2, refused: 1, hours: 2, median: 3 * MINUTE })
  expect(await ownPace({ ...dana, at: now })).toEqual({ approved: 0, refused: 1, hours: 1, median: 30 * MINUTE })

  const back = await say(dana, 'approve', start + 60 * MINUTE, 10 * MINUTE)
  await retract({ ...dana, at: new Date(start + 70 * MINUTE + 1000) }, { approvalId: back })
  expect((await ownPace({ ...dana, at: now })).hours, 'taking it back is no second decision').toBe(2)
  expect(await ownPace({ ...(await world.person()), at: now })).toEqual({ approved: 0, refused: 0, hours: 0, median: null })
})
