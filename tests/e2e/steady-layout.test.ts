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

test('what stands in for Inter is as wide and as high as Inter', async () => {
  const { page } = await openPageAs(stack, desk.english)
  await page.goto('/approvals')
  const sizes = await page.evaluate(async () => {
    const sample = document.body.appendChild(document.createElement('span'))
    sample.textContent = 'Refund $1,840.00 to Maya Cohen: 2 of 14 photos of a cracked panel were sent, inside the 30-day window.'
    sample.style.cssText = 'position: absolute; white-space: pre; line-height: normal'
    const sizeIn = async (family: string, weight: number) => {
      const [font] = await document.fonts.load(`${weight} 14px "${family}"`)
      sample.style.font = `${weight} 14px / normal "${family}", monospace`
      const { width, height } = sample.getBoundingClientRect()
      return { there: font?.status, width, height }
    }
    const pairs = []
    for (const weight of [400, 450, 550, 600, 650]) pairs.push({ weight, inter: await sizeIn('Inter Variable', weight), other: await sizeIn('Until Inter', weight) })
    return pairs
  })
  // Arial, Liberation Sans or Roboto: one of them is on every machine with a browser (Debian: fonts-liberation).
  for (const { inter, other } of sizes) {
    expect(inter.there).toBe('loaded')
    expect(other.there).toBe('loaded')
    expect(Math.abs(other.width / inter.width - 1)).toBeLessThan(0.025)
    expect(Math.abs(other.height - inter.height)).toBeLessThan(1.5)
  }
})

// A jump of a line or a notice is 0.06 to 0.3 on a phone. A word at the very end of its line may still change it when the letters come.
test.each([1440, 390])('%i px: nothing moves once it is drawn', async (width) => {
  const { page } = await openPageAs(stack, desk.english, { width })
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
