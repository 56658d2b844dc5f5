import { closeDb } from '@/lib/db'
import { openDatabase, type OpenDatabase } from '@/lib/database/open'
import { env } from '@/lib/env'

/** Opens the database for this process: from here on, verbs find it, as the role of the doors unless told otherwise. */
export async function enterDatabase(asWorker = false): Promise<OpenDatabase> {
  const database = await openDatabase(env)
  env.DATABASE_APP_URL = asWorker ? database.workerUrl : database.appUrl
  return database
}

/** After a short command: a server that ran before, or that others use by now, keeps running. */
export async function leaveDatabase(database: OpenDatabase): Promise<void> {
  await closeDb()
  await database.leave()
}
