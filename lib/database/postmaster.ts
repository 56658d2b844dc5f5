import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Postmaster {
  pid: number
  port: number
}

/** What postmaster.pid says, alive or not. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 ? { pid, port } : undefined
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** After a reboot the pid may belong to another program, and then PostgreSQL refuses to start: drop such a file. */
export async function dropStalePidFile(cluster: string): Promise<void> {
  const found = await readPostmaster(cluster)
  if (found && isAlive(found.pid) && (await isPostgres(found.pid, cluster))) return
  await rm(path.join(cluster, 'postmaster.pid'), { force: true })
}

async function isPostgres(pid: number, cluster: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  // Without /proc (macOS) nothing can be said: leave the file and let PostgreSQL judge.
  return commandLine === undefined ? isAlive(pid) && process.platform !== 'linux' : commandLine.includes(cluster)
}

/** A fast stop: clients are disconnected, everything is written; the rude one follows only after half a minute. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  if (await goneWithin(pid, 30_000)) return
  process.kill(pid, 'SIGQUIT')
  await goneWithin(pid, 10_000)
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    if (!isAlive(pid)) return true
  }
  return false
}
