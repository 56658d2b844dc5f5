import { beforeAll, expect, test } from 'vitest'
import { inLanes } from '@/lib/in-lanes'
import { aBusyDesk, type BusyDesk } from './support/busy-desk'
import { openPage } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

// What a first visit loads, with an empty cache, until the network is quiet: also what pages load late.
const LIMIT = 200_000

const stack = wholeStack()
let desk: BusyDesk

beforeAll(async () => {
  desk = await aBusyDesk()
})

const pages = () => [
  '/sign-in', '/approvals', `/approvals/${desk.pending}`, '/activity', '/actions', `/actions/${desk.done}`, '/audit', '/metrics', '/agents',
  '/agents/refund-agent-basic', '/agents/refund-agent-basic/settings', '/agents/refund-agent-basic/permissions', '/tools', '/tools/issue_refund', '/team', '/account',
]

/** Bytes of JavaScript as they came over the wire. */
async function weigh(path: string): Promise<number> {
  const { page, context } = path === '/sign-in' ? await openPage(stack.browser, stack.desk) : await openPageAs(stack, desk.english)
  const wire = await context.newCDPSession(page)
  const scripts = new Set<string>()
  let bytes = 0
  wire.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => void (scripts.has(requestId) && (bytes += encodedDataLength)))
  await wire.send('Network.enable')
  await page.goto(path)
  // Not `networkidle`: the live stream never ends.
  for (let before = -1; before !== bytes; ) {
    before = bytes
    await page.waitForTimeout(1_500)
  }
  await context.close()
  return bytes
}

test('no page loads more than 200 kB of compressed JavaScript', async () => {
  const weights = new Map<string, number>()
  // Most of it is waiting for late scripts.
  await inLanes(4, pages(), async (path) => void weights.set(path, await weigh(path)))
  console.log(pages().map((path) => [path, weights.get(path) ?? 0] as const).map(([path, bytes]) => `${(bytes / 1000).toFixed(1).padStart(7)} kB  ${path.replace(/[0-9a-f-]{36}/, '{id}')}`).join('\n'))
  for (const bytes of weights.values()) expect(bytes).toBeGreaterThan(50_000) // it was measured at all
  expect([...weights].filter(([, bytes]) => bytes > LIMIT)).toEqual([])
})
