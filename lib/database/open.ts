import { startEmbedded } from '@/lib/database/embedded'
import { giveLogins } from '@/lib/database/logins'
import { migrate } from '@/lib/database/migrate'
import { preflight } from '@/lib/database/preflight'
import { ensureSecrets } from '@/lib/database/secrets'
import { asRole } from '@/lib/database/url'
import { AppError } from '@/lib/errors'

export interface OpenDatabase {
  ownerUrl: string
  appUrl: string
  workerUrl: string
  sessionSecret: string
  /** Migrations that were applied just now. */
  applied: string[]
  /** Where the embedded cluster is when it could not be in the data folder. */
  moved?: string
  embedded: boolean
  adopted: boolean
  /** Whether the embedded server's process is there; always, for a server that is not ours. */
  isUp(): boolean
  /** Stops the embedded server, whoever started it. */
  stop(): Promise<void>
  /** Stops it only if it was started here and nobody else uses it. */
  leave(): Promise<void>
}

type Settings = Partial<Record<'DATABASE_URL' | 'DATABASE_APP_URL' | 'DATABASE_WORKER_URL' | 'DATA_DIR' | 'NEXTAUTH_SECRET', string>>

/** The database that the settings name, or the embedded one; up to date, and with a way in for each role. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const dataDir = settings.DATA_DIR || './data'
  const given = settings.DATABASE_URL
  if (given) {
    checkUrl(given)
    const sessionSecret = settings.NEXTAUTH_SECRET || (await ensureSecrets(dataDir)).session
    await preflight(given)
    const applied = await migrate(given)
    const appUrl = settings.DATABASE_APP_URL || asRole(given, 'countersign_app')
    const workerUrl = settings.DATABASE_WORKER_URL || asRole(given, 'countersign_worker')
    return { ownerUrl: given, appUrl, workerUrl, sessionSecret, applied, embedded: false, adopted: false, isUp: () => true, stop: nothing, leave: nothing }
  }
  const secrets = await ensureSecrets(dataDir)
  const { ownerUrl, moved, adopted, stop, leave, isUp } = await startEmbedded(dataDir)
  try {
    const applied = await migrate(ownerUrl)
    await giveLogins(ownerUrl, { countersign_app: secrets.databaseApp, countersign_worker: secrets.databaseWorker })
    const login = (user: string, password: string) => Object.assign(new URL(ownerUrl), { username: user, password }).toString()
    const appUrl = login('countersign_app', secrets.databaseApp)
    const workerUrl = login('countersign_worker', secrets.databaseWorker)
    return { ownerUrl, appUrl, workerUrl, sessionSecret: settings.NEXTAUTH_SECRET || secrets.session, applied, moved, embedded: true, adopted, isUp, stop, leave: () => (adopted ? nothing() : leave()) }
  } catch (error) {
    if (!adopted) await leave()
    throw error
  }
}

const nothing = () => Promise.resolve()

function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol !== 'postgresql:' && protocol !== 'postgres:') {
    throw new AppError('unavailable', 'DATABASE_URL is not a PostgreSQL address: it looks like postgresql://user:password@host:5432/database.')
  }
}
