import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildDesk } from '@/cli/build'
import { Child } from '@/cli/child'
import type { Command } from '@/cli/command'
import { enterDatabase } from '@/cli/database'
import { requireFree } from '@/cli/ports'
import { stopAsked } from '@/cli/stop-asked'
import { welcome } from '@/cli/welcome'
import { checkCopies } from '@/lib/audit/check-copies'
import { closeDb } from '@/lib/db'
import type { OpenDatabase } from '@/lib/database/open'
import { deskUrl, env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { registerKeys } from '@/lib/signing/register'
import { ensureFirstAdmin } from '@/lib/users/first-admin'

const say = (line: string) => process.stderr.write(`${line}\n`)

export const command: Command = {
  usage: 'up',
  summary: 'start everything: database, desk, gateway and worker (what `npm start` runs)',
  database: false,
  async run({ json }) {
    const asked = stopAsked()
    await requireFree('PORT', env.PORT)
    await requireFree('GATEWAY_PORT', env.GATEWAY_PORT)
    let database = await enterDatabase()
    const children: Child[] = []
    try {
      if (database.moved) say(`The database is in ${database.moved}, because the system user that runs it cannot reach ${path.resolve(env.DATA_DIR)}.`)
      if (database.adopted) say('Found the database still running, and took it over.')
      await checkCopies()
      const { COUNTERSIGN_ADMIN_EMAIL: email, COUNTERSIGN_ADMIN_PASSWORD: password } = process.env
      const admin = await ensureFirstAdmin({ email: email || undefined, password: password || undefined })
      await registerKeys()
      await closeDb()
      await Promise.race([buildDesk(say), asked.first])
      if (!asked.already()) {
        children.push(...childrenOn(database))
        await startAll(children, asked.first)
      }
      if (!asked.already()) {
        const seconds = performance.now() / 1000
        const gateway = `http://localhost:${env.GATEWAY_PORT}`
        if (json) console.log(JSON.stringify({ desk: deskUrl(), gateway, email: admin.email, one_time_password: admin.oneTimePassword ?? null }))
        else console.log(welcome({ desk: deskUrl(), gateway, database: placeOf(database), seconds, admin }))
        while (!asked.already()) {
          await Promise.race([asked.first, sleep(1_000)])
          if (!asked.already() && !database.isUp()) database = await revive(database)
        }
      }
      say('Stopping …')
    } finally {
      const [desk, gateway, worker] = children
      // The gateway outlives the worker: a demo that ends takes back over HTTP what its agents asked.
      await Promise.all([desk?.stop(), worker?.stop()])
      await gateway?.stop()
      await database.stop()
    }
    say('Stopped.')
    return undefined
  },
}

/** Somebody killed the database, not us. It comes back where it was, so the children find it by themselves. */
async function revive(lost: OpenDatabase): Promise<OpenDatabase> {
  say('The database ended unexpectedly; starting it again.')
  const database = await enterDatabase()
  if (database.ownerUrl === lost.ownerUrl) return database
  await database.stop()
  throw new AppError('unavailable', 'The database could not come back on its port: start again.')
}

function childrenOn(database: OpenDatabase): Child[] {
  // The owner's way in stays here: a door that is broken into cannot change the schema or the log.
  const shared: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    NEXTAUTH_URL: deskUrl(),
    NEXTAUTH_SECRET: database.sessionSecret,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  }
  delete shared.DATABASE_URL
  delete shared.COUNTERSIGN_ADMIN_PASSWORD
  const asApp = { ...shared, DATABASE_APP_URL: database.appUrl }
  return [
    new Child({ name: 'desk', file: 'cli/desk.ts', env: asApp }, say),
    new Child({ name: 'gateway', file: 'gateway/main.ts', env: asApp }, say),
    new Child({ name: 'worker', file: 'worker/main.ts', env: { ...shared, DATABASE_WORKER_URL: database.workerUrl } }, say),
  ]
}

async function startAll(children: Child[], stopped: Promise<void>): Promise<void> {
  try {
    await Promise.race([Promise.all(children.map((child) => child.start())), stopped])
  } catch (error) {
    throw new AppError('internal', `${(error as Error).message}: what it said is above.`)
  }
}

function placeOf({ embedded, moved }: OpenDatabase): string {
  if (!embedded) return 'the one of DATABASE_URL'
  return `PostgreSQL in ${moved ?? path.resolve(env.DATA_DIR)}`
}
