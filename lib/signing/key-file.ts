import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { Purpose } from '@/lib/signing/signer'

const Seed = z.base64().transform((text) => Buffer.from(text, 'base64')).refine((bytes) => bytes.length === 32)
const Seeds = z.object({ grant: Seed, log: Seed })
type Seeds = Record<Purpose, Buffer>

const newSeed = () => randomBytes(32)
const asText = ({ grant, log }: Seeds) => JSON.stringify({ grant: grant.toString('base64'), log: log.toString('base64') })

/** The private keys; made when there are none, readable by this user only. Of two processes that start at once, one makes them. */
export async function readKeyFile(dataDir: string, file: string): Promise<Seeds> {
  try {
    const present = await read(file)
    if (present) return present
    await mkdir(dataDir, { recursive: true })
    const draft = await write(file, { grant: newSeed(), log: newSeed() })
    await link(draft, file)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      .finally(() => rm(draft))
    return await readKeyFile(dataDir, file)
  } catch (error) {
    throw asRefusal(file, error)
  }
}

/** A new key for one purpose, put in place in one step. The old seed is gone: it is never needed to verify. */
export async function replaceSeed(dataDir: string, file: string, purpose: Purpose): Promise<void> {
  const seeds = await readKeyFile(dataDir, file)
  try {
    await rename(await write(file, { ...seeds, [purpose]: newSeed() }), file)
  } catch (error) {
    throw asRefusal(file, error)
  }
}

async function write(file: string, seeds: Seeds): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, asText(seeds), { mode: 0o600, flag: 'wx' })
  return draft
}

async function read(file: string): Promise<Seeds | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const parsed = Seeds.safeParse(safely(text))
  if (parsed.success) return parsed.data
  throw new AppError('unavailable', `${file} is damaged: restore it from a backup, or delete it to get new keys. What was signed before stays verifiable.`)
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asRefusal(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return new AppError('unavailable', `The signing keys in ${file} cannot be read or written (${code}): make the file and its folder accessible to this user, or give the keys as COUNTERSIGN_GRANT_KEY and COUNTERSIGN_LOG_KEY.`, { cause: error })
}
