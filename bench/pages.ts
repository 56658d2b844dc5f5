import { readFile } from 'node:fs/promises'
import { openSession } from '@/lib/auth/open-session'
import { sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import { newId } from '@/lib/ids'
import { call, drive } from './clients'
import type { Cast } from './cast'
import { share, timed, type Figure } from './figures'
import type { Started } from './process'

const PAGES = ['/approvals', '/activity', '/audit', '/metrics?period=90d', '/agents', '/tools'] as const

/** Whole pages as a browser asks for them, signed in, beside a page of Next.js that shows nothing. */
export async function benchPages(desk: Started, bare: Started, { reviewer }: Cast, times: number, turnMs: number): Promise<Figure[]> {
  const session = await openSession(reviewer.workspace, reviewer.actor.id, { requestId: newId() })
  const headers = { cookie: `${sessionCookie.name}=${await sealSession(session)}` }
  const get = (url: string, more: Record<string, string> = {}) => async () => {
    const answer = await call('GET', url, more)
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 200)}`)
    return answer
  }
  const floor = await timed(times, get(bare.url))
  const figures: Figure[] = []
  for (const page of PAGES) {
    const took = await timed(times, get(desk.url + page, headers))
    figures.push({ what: `page ${page}`, unit: 'ms', ours: share(took, 0.5), p99: share(took, 0.99), floor: share(floor, 0.5), floorIs: 'a bare dynamic page of Next.js', ratio: share(took, 0.5) / share(floor, 0.5) })
  }
  const own = await drive(8, turnMs, 200, get(`${desk.url}/approvals`, headers))
  const none = await drive(8, turnMs, 200, get(bare.url))
  figures.push({ what: 'page /approvals, 8 clients', unit: 'per second', ours: own.perSecond, floor: none.perSecond, floorIs: 'a bare dynamic page of Next.js', ratio: own.perSecond / none.perSecond })
  return figures
}

/** Resident memory; where the system does not say it in /proc, there is no figure. */
async function residentMB(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const found = /VmRSS:\s+(\d+) kB/.exec(status)
  return found ? Number(found[1]) / 1024 : null
}

/** What each process holds after all of that, and how long it took to be there. */
export async function benchProcesses(processes: readonly { name: string; ours: Started; bare: Started; bareIs: string }[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { name, ours, bare, bareIs } of processes) {
    const [own, floor] = [await residentMB(ours.pid), await residentMB(bare.pid)]
    figures.push({ what: `${name}: until ready`, unit: 's', ours: ours.readyMs / 1000, floor: bare.readyMs / 1000, floorIs: bareIs, ratio: ours.readyMs / bare.readyMs })
    if (own !== null && floor !== null) figures.push({ what: `${name}: memory after the run`, unit: 'MB', ours: own, floor, floorIs: bareIs, ratio: own / floor })
  }
  return figures
}
