import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { aBusyDesk, type BusyDesk } from './support/busy-desk'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

// Whoever reaches for a button must find it where it was drawn.
const stack = wholeStack()
let desk: BusyDesk

beforeAll(async () => {
  desk = await aBusyDesk()
})

test.each([
  ['English', ['inter-latin']],
  ['Hebrew', ['heebo-hebrew', 'inter-latin']],
] as const)('%s: its letters are asked for before the styles that name them, and once', async (language, wanted) => {
  const page = (await openPageAs(stack, language === 'English' ? desk.english : desk.hebrew)).page
  await page.goto('/approvals')
  const early = await page.locator('link[rel=preload][as=font]').evaluateAll((links) => links.map((link) => new URL((link as HTMLLinkElement).href).pathname))
  expect(early.map((each) => /[a-z]+-[a-z]+/.exec(each.split('/').at(-1) ?? '')?.[0]).sort()).toEqual(wanted)
  await page.evaluate(() => document.fonts.ready)
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((name) => name.endsWith('.woff2')))
  // Another address in the styles would be another request, for the same letters.
  expect(loaded.filter((each) => wanted.some((font) => each.includes(font))).sort()).toEqual(early.sort())
})

test.each([
  ['Inter', 'Refund $1,840.00 to Maya Cohen: 2 of 14 photos of a cracked panel were sent, inside the 30-day window.'],
  // Without spaces: those are Inter's everywhere.
  ['Heebo', 'החזרכספיללקוחהשמסרהשתיתמונותשללוחסדוקבתוךחלוןההחזרהשלשלושיםימים'],
] as const)('what stands in for %s is as wide and as high', async (name, text) => {
  const { page } = await openPageAs(stack, desk.english)
  await page.goto('/approvals')
  const sizes = await page.evaluate(async ([name, text]) => {
    const sample = document.body.appendChild(document.createElement('span'))
    sample.textContent = text
    sample.style.cssText = 'position: absolute; white-space: pre; line-height: normal'
    const sizeIn = async (family: string, weight: number) => {
      const [font] = await document.fonts.load(`${weight} 14px "${family}"`, text)
      sample.style.font = `${weight} 14px / normal "${family}", monospace`
      const { width, height } = sample.getBoundingClientRect()
      return { there: font?.status, width, height }
    }
    const pairs = []
    for (const weight of [400, 450, 550, 600, 650]) pairs.push({ weight, own: await sizeIn(`${name} Variable`, weight), other: await sizeIn(`Until ${name}`, weight) })
    return pairs
  }, [name, text] as const)
  // Arial or its like is on every machine with a browser (Debian: fonts-croscore).
  for (const { own, other } of sizes) {
    expect(own.there).toBe('loaded')
    expect(other.there).toBe('loaded')
    expect(Math.abs(other.width / own.width - 1)).toBeLessThan(0.025)
    expect(Math.abs(other.height - own.height)).toBeLessThan(1.5)
  }
})

// On a phone one line more is 0.02, a notice 0.3. A word at the very end of its line may still change it when the letters come.
test.each([
  [1440, 'English'],
  [390, 'English'],
  [390, 'Hebrew'],
] as const)('%i px, %s: nothing moves once it is drawn', async (width, language) => {
  const { page } = await openPageAs(stack, language === 'English' ? desk.english : desk.hebrew, { width })
  // Letters that come late, as on a slow line.
  await page.route('**/*.woff2', async (route) => {
    await sleep(500)
    await route.continue()
  })
  await page.addInitScript(() => {
    const moved: number[] = []
    Object.assign(window, { moved })
    new PerformanceObserver((list) => moved.push(...list.getEntries().map((entry) => (entry as PerformanceEntry & { value: number }).value))).observe({ type: 'layout-shift', buffered: true })
  })
  for (const path of ['/approvals', `/approvals/${desk.pending}`, '/activity', '/approvals']) {
    await page.goto(path)
    await page.waitForTimeout(1_000)
    const moved = await page.evaluate(() => (window as unknown as { moved: number[] }).moved.reduce((sum, each) => sum + each, 0))
    expect(moved, path).toBeLessThan(0.03)
  }
})
