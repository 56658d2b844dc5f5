import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { aBusyDesk, type BusyDesk } from './support/busy-desk'
import { cookieFor } from './support/signed-in'
import { startStack, type Stack } from './support/stack'

// Runs only where LIGHTHOUSE names the folder it was installed in (vitest.config.ts, docs/performance.md). Its marks need a quiet machine.
const FOLDER = process.env.LIGHTHOUSE
const RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 3)
const CHROME = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'

interface Audit {
  score: number | null
  numericValue?: number
  details?: { items?: { resourceType?: string; transferSize?: number }[] }
}
interface Report {
  categories: Record<'performance' | 'accessibility', { score: number; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, Audit>
}

function run(address: string, cookie: string): Report {
  const answer = execFileSync(
    path.join(FOLDER ?? '', 'node_modules/.bin/lighthouse'),
    [address, '--quiet', '--output=json', '--preset=desktop', '--only-categories=performance,accessibility', '--max-wait-for-load=15000', `--extra-headers=${JSON.stringify({ Cookie: cookie })}`, `--chrome-flags=${CHROME}`],
    { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' }, encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  return JSON.parse(answer) as Report
}

const value = (report: Report, audit: string) => report.audits[audit]?.numericValue ?? NaN
const script = ({ audits }: Report) => (audits['network-requests']?.details?.items ?? []).reduce((sum, { resourceType, transferSize = 0 }) => sum + (resourceType === 'Script' ? transferSize : 0), 0)
const failed = ({ categories, audits }: Report) => categories.accessibility.auditRefs.filter(({ id, weight }) => weight > 0 && audits[id]?.score === 0).map(({ id }) => id)

describe('Lighthouse, desktop', () => {
  let stack: Stack
  let desk: BusyDesk
  const rows: string[] = []

  beforeAll(async () => {
    stack = await startStack()
    desk = await aBusyDesk()
  })
  afterAll(async () => {
    console.log(['screen              perf  a11y   LCP ms   TBT ms     CLS   JS kB', ...rows].join('\n'))
    await stack.stop()
    await closeDb()
  })

  test.each(['/approvals', '/approvals/{id}', '/activity', '/audit', '/metrics'])('%s: accessibility 100, performance at least 95', async (screen) => {
    const cookie = await cookieFor(desk.english)
    const address = stack.desk + screen.replace('{id}', desk.pending)
    const reports = Array.from({ length: RUNS }, () => run(address, cookie))
    const median = reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score)[Math.floor(reports.length / 2)] as Report
    const [performance, accessibility] = [median.categories.performance.score * 100, median.categories.accessibility.score * 100]
    rows.push(
      [screen.padEnd(16), performance.toFixed(0).padStart(7), accessibility.toFixed(0).padStart(5), value(median, 'largest-contentful-paint').toFixed(0).padStart(8),
        value(median, 'total-blocking-time').toFixed(0).padStart(8), value(median, 'cumulative-layout-shift').toFixed(3).padStart(7), (script(median) / 1000).toFixed(1).padStart(7)].join(' '),
    )
    expect(failed(median)).toEqual([])
    expect(performance).toBeGreaterThanOrEqual(95)
  })
})
