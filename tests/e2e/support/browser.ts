import AxeBuilder from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { PASSWORD } from './people'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS })

export interface Visit {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  locale?: string
  javaScript?: boolean
}

/** A page in its own browser profile, closed with the test; anything the page complains about fails the test that asks `complaints`. */
export async function openPage(browser: Browser, desk: string, { width = 1440, height = 900, colorScheme = 'light', locale = 'en-GB', javaScript = true }: Visit = {}) {
  const context = await browser.newContext({ baseURL: desk, viewport: { width, height }, colorScheme, locale, javaScriptEnabled: javaScript, reducedMotion: 'reduce' })
  const page = await context.newPage()
  if (javaScript) waitsUntilAwake(page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  onTestFinished(async ({ task }) => {
    const [error] = task.result?.errors ?? []
    if (error) error.message += `\n${await whatIsShown(page).catch(String)}\nIt complained of: ${complaints.join('\n') || 'nothing'}`
    await context.close()
  })
  return { page, context, complaints }
}

/** What is clicked before React has taken over what the server drew may be lost. A person would click again; a test opens pages that are awake. */
function waitsUntilAwake(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (url, options) => {
    const answer = await goto(url, options)
    if (options?.waitUntil !== 'commit') await awake(page)
    return answer
  }
  page.reload = async (options) => {
    const answer = await reload(options)
    await awake(page)
    return answer
  }
}

/** Until every control is React's and its effects have run. What React adds to forms for browsers without scripts stays the server's. */
async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll('button, select, textarea, input:not([type=hidden])')]
    return !document.querySelector('script[src*="/_next/"]') || controls.every((control) => Object.keys(control).some((key) => key.startsWith('__reactFiber')))
  })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** The page as a screen reader has it, for a failure nobody was there to see. */
async function whatIsShown(page: Page): Promise<string> {
  if (page.isClosed()) return 'The page was closed.'
  const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
  return `Shown at ${page.url()}, with the focus on ${focus}:\n${await page.locator('body').ariaSnapshot()}`
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** What a one-time password is good for. */
export async function choosePassword(page: Page): Promise<void> {
  await page.waitForURL(/change-password/)
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('New password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.waitForURL((url) => !url.pathname.includes('change-password'))
}

/** Breaches of WCAG 2.2 AA, as far as a program can tell. */
export async function accessFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

export const expectAccessible = async (page: Page): Promise<void> => expect(await accessFaults(page)).toEqual([])
