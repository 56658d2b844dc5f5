import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/errors'

const Secrets = z.object({
  databaseOwner: z.string().min(32),
  databaseApp: z.string().min(32),
  databaseWorker: z.string().min(32),
  session: z.string().min(32),
})
export type Secrets = z.infer<typeof Secrets>

/** Made on the first start, readable by this user only; of two processes that start at once, one makes them. */
export async function ensureSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, 'secrets.json')
  try {
    await mkdir(dataDir, { recursive: true })
    const present = await readSecrets(file)
    if (present) return present
    const make = () => randomBytes(32).toString('hex')
    const draft = `${file}.${process.pid}`
    await writeFile(draft, JSON.stringify({ databaseOwner: make(), databaseApp: make(), databaseWorker: make(), session: make() }), { mode: 0o600 })
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft)
    return ensureSecrets(dataDir)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', `Cannot write to ${dataDir} (${(error as NodeJS.ErrnoException).code}): make it writable for this user, or set DATA_DIR to a folder that is.`, { cause: error })
  }
}

async function readSecrets(file: string): Promise<Secrets | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const parsed = Secrets.safeParse(safely(text))
  if (parsed.success) return parsed.data
  throw new AppError('unavailable', `${file} is damaged: restore it from a backup; without it the database in the same folder cannot be opened.`)
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
