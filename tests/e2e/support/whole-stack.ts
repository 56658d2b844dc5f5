import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { closeDb } from '@/lib/db'
import { openBrowser } from './browser'
import { startStack, type Stack } from './stack'

/** The running processes and a browser for one test file, there from its first test (or `beforeAll` after this) to its last. */
export function wholeStack(): Stack & { browser: Browser } {
  const stack = {} as Stack & { browser: Browser }
  beforeAll(async () => {
    Object.assign(stack, await startStack(), { browser: await openBrowser() })
  })
  afterAll(async () => {
    await stack.browser.close()
    await stack.stop()
    await closeDb()
  })
  return stack
}
