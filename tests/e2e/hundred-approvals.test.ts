import { expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { aQueue, atTheDesk } from './support/queue'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()

const COUNT = 100
const PAINTED = 'next item painted'

/** In the page: from a key to the first frame that shows another document, into the trace. */
function measurePaint(name: string) {
  let pressed = 0
  let shown = ''
  addEventListener('keydown', () => (pressed = performance.now()), true)
  const look = () => {
    const title = document.querySelector('article h1')?.textContent ?? ''
    if (title === shown) return
    const start = pressed
    shown = title
    // The first thing after the frame in which it is drawn: then it is on its way to the screen.
    const drawn = new MessageChannel()
    drawn.port1.onmessage = () => start && performance.measure(name, { start, end: performance.now() })
    requestAnimationFrame(() => drawn.port2.postMessage(null))
  }
  addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true }))
}

interface TraceEvent {
  name: string
  ph: string
  ts: number
  id2?: { local?: string }
  id?: string
}

/** How long each measure took, in ms, by the browser's own trace. */
function fromTrace(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const begun = new Map<string, number>()
  return traceEvents.filter(({ name }) => name === PAINTED).sort((a, b) => a.ts - b.ts).flatMap(({ ph, ts, id2, id }) => {
    const key = id2?.local ?? id ?? ''
    const start = begun.get(key)
    if (ph !== 'b' && ph !== 'e') return []
    if (ph === 'b') return void begun.set(key, ts), []
    return start === undefined ? [] : [(ts - start) / 1000]
  }).sort((a, b) => a - b)
}

test('a hundred mixed approvals from the keyboard: at most 130 keystrokes, and the focus is never lost while the list moves', async () => {
  const queue = await aQueue()
  for (let n = 1; n <= COUNT; n += 1) {
    const name = `Item ${String(n).padStart(3, '0')}`
    if (n % 5 === 0) await queue.risky(name)
    else if (n % 7 === 0) await queue.ask(name, { tool: 'two' })
    else if (n % 3 === 0) await queue.ask(name, { tool: 'pay', args: { cents: n * 100 } })
    else await queue.ask(name)
  }
  const person = await queue.reviewer('noa')
  const { page, complaints } = await atTheDesk(stack.browser, stack.desk, person)
  await page.addInitScript(measurePaint, PAINTED)
  await page.reload()
  await page.getByText('Item 001').waitFor()
  await stack.browser.startTracing(page, { categories: ['blink.user_timing'] })

  let strokes = 0
  const press = async (key: string) => {
    strokes += 1
    await page.keyboard.press(key)
  }
  const opened = () => new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const settledOn = async (before: string) => {
    await expect.poll(opened, { interval: 20, timeout: 15_000 }).not.toBe(before)
    await page.waitForSelector(`[data-decision="approve"] input[name="approval"][value="${opened()}"]`, { state: 'attached', timeout: 15_000 })
  }
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-approval') ?? document.activeElement?.tagName)

  await press('j')
  await settledOn('approvals')
  const decided: string[] = []
  for (let n = 1; n <= COUNT; n += 1) {
    const here = opened()
    expect(await focused(), `the focus before decision ${n}`).toBe(here)
    decided.push(here)
    // The list moves under it: something more urgent comes every now and then.
    if (n % 20 === 0) await queue.ask(`Urgent ${n}`, { expires_in_s: 1800 + n })
    if (n % 10 === 0) for (const key of ['r', '1', 'Enter']) await press(key)
    else await press('a')
    if (n === COUNT) break
    await settledOn(here)
    // What came by itself hears no deciding key at first; the bar shows when it does.
    await page.waitForSelector('footer[aria-label="Decision"]:not([data-resting])', { state: 'attached' })
  }
  await expect.poll(() => prisma.decision.count({ where: { decidedById: person.actor.id } })).toBe(COUNT)
  const paints = fromTrace(await stack.browser.stopTracing())
  const at = (share: number) => Math.round(paints[Math.min(paints.length - 1, Math.floor(paints.length * share))] ?? NaN)
  process.stdout.write(`100 approvals: ${strokes} keystrokes; next item painted after ${at(0.5)} ms (p50), ${at(0.95)} ms (p95), ${at(1)} ms (max) from the key, ${paints.length} measured\n`)

  expect(paints.length).toBeGreaterThan(COUNT * 0.9) // it was measured at all
  expect(new Set(decided).size).toBe(COUNT)
  const votes = await prisma.decision.findMany({ where: { decidedById: person.actor.id }, select: { approvalId: true, decision: true } })
  expect(votes.map(({ approvalId }) => approvalId).sort()).toEqual(decided.toSorted())
  expect(votes.filter(({ decision }) => decision === 'reject')).toHaveLength(COUNT / 10)
  expect(strokes).toBeLessThanOrEqual(130)
  expect(complaints).toEqual([])
})
