import { statfs } from 'node:fs/promises'
import type { Command } from '@/cli/command'
import { enterDatabase, leaveDatabase } from '@/cli/database'
import { asFailure } from '@/cli/failure'
import { checkCopies } from '@/lib/audit/check-copies'
import { failingCopies, lateText, logHealth } from '@/lib/audit/health'
import { deskUrl, env } from '@/lib/env'
import { loadSigner } from '@/lib/signing/load'

interface Check {
  name: string
  ok: boolean
  detail: string
}

const LOW_DISK = 1_000_000_000

export const command: Command = {
  usage: 'doctor',
  summary: 'what is wrong here, and what to do about it',
  database: false,
  async run() {
    const checks = [
      { name: 'node', ok: true, detail: process.version },
      ...(await database()),
      await keys(),
      await disk(),
      await door('desk', `${deskUrl()}/readyz`),
      await door('gateway', `http://localhost:${env.GATEWAY_PORT}/readyz`),
    ]
    const ok = checks.every((check) => check.ok)
    const text = checks.map((check) => `${check.ok ? 'ok   ' : 'WRONG'}  ${check.name.padEnd(9)}  ${check.detail}`).join('\n')
    return { json: { ok, checks }, text, exitCode: ok ? 0 : 1 }
  },
}

async function database(): Promise<Check[]> {
  const name = 'database'
  try {
    const opened = await enterDatabase()
    const detail = opened.embedded ? `the embedded one works${opened.adopted ? ' and is running' : ''}` : 'the one of DATABASE_URL works and is up to date'
    try {
      return [{ name, ok: true, detail }, await log()]
    } finally {
      await leaveDatabase(opened)
    }
  } catch (error) {
    return [{ name, ok: false, detail: asFailure(error).message }]
  }
}

async function log(): Promise<Check> {
  const name = 'log'
  try {
    await checkCopies()
    const [failing] = await failingCopies()
    if (failing) return { name, ok: false, detail: `the checkpoint of workspace ${failing.workspace} is not copied (${failing.target}): ${failing.error}` }
    const health = await logHealth()
    if (health.late) return { name, ok: false, detail: lateText(health) }
    return { name, ok: true, detail: 'every entry has its place, and the copies of its checkpoints agree' }
  } catch (error) {
    return { name, ok: false, detail: asFailure(error).message }
  }
}

async function keys(): Promise<Check> {
  const name = 'keys'
  try {
    const [grant, log] = [await loadSigner('grant'), await loadSigner('log')]
    return { name, ok: true, detail: `grants are signed with ${grant.kid}, the log with ${log.kid}` }
  } catch (error) {
    return { name, ok: false, detail: asFailure(error).message }
  }
}

async function disk(): Promise<Check> {
  const name = 'disk'
  try {
    const { bavail, bsize } = await statfs(env.DATA_DIR)
    const free = bavail * bsize
    const detail = `${(free / 1e9).toFixed(1)} GB free where the data is`
    return { name, ok: free > LOW_DISK, detail: free > LOW_DISK ? detail : `${detail}: make room, PostgreSQL stops when it is full` }
  } catch {
    return { name, ok: true, detail: `${env.DATA_DIR} is not there yet: the first start makes it` }
  }
}

/** Not running is no fault: it says how to start. */
async function door(name: string, url: string): Promise<Check> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) })
    return { name, ok: response.ok, detail: response.ok ? `answers at ${url}` : `answers ${response.status} at ${url}: look at its log` }
  } catch {
    return { name, ok: true, detail: `not running at ${new URL(url).origin}; \`npm start\` starts it` }
  }
}
