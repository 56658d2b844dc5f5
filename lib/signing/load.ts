import { stat } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { readKeyFile } from '@/lib/signing/key-file'
import { PURPOSES, signerOf, type Purpose, type Signer } from '@/lib/signing/signer'

const VARIABLES = { grant: 'COUNTERSIGN_GRANT_KEY', log: 'COUNTERSIGN_LOG_KEY' } as const

export const keyFile = () => path.join(env.DATA_DIR, 'signing-keys.json')

/** The variable that holds the key of this purpose, where there is one: then the file is not asked. */
export const keyVariable = (purpose: Purpose) => (env[VARIABLES[purpose]] ? VARIABLES[purpose] : undefined)

let held: { file: string; stamp: string; signers: Record<Purpose, Signer> } | undefined

/**
 * The active key of a purpose: of the environment, else of the file, which is made when there is none.
 * A replaced file is noticed at the next call. Throws `unavailable`: whoever cannot sign grants nothing.
 */
export async function loadSigner(purpose: Purpose): Promise<Signer> {
  const variable = keyVariable(purpose)
  if (variable) return fromVariable(variable, env[variable] ?? '')
  const file = keyFile()
  const stamp = await stampOf(file)
  if (held?.file === file) {
    if (!stamp) throw new AppError('unavailable', `${file} is gone: put it back from a backup. Only a restart makes new keys.`)
    if (held.stamp === stamp) return held.signers[purpose]
  }
  const seeds = await readKeyFile(env.DATA_DIR, file)
  const signers = Object.fromEntries(PURPOSES.map((each) => [each, signerOf(seeds[each])])) as Record<Purpose, Signer>
  // Stamped before it was read: a file that was made or replaced in between is read again next time.
  held = { file, stamp: stamp ?? '', signers }
  return signers[purpose]
}

/** Null when the file is not there, or its folder is not for us: reading it then says why. */
async function stampOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null)
  return found && [found.ino, found.mtimeNs, found.size].join('.')
}

const given = new Map<string, Signer>()

function fromVariable(name: string, text: string): Signer {
  const known = given.get(text)
  if (known) return known
  const seed = Buffer.from(text, 'base64')
  if (seed.length !== 32) throw new AppError('unavailable', `${name} is not a signing key: it is the base64 of 32 random bytes (\`openssl rand -base64 32\`).`)
  const signer = signerOf(seed)
  given.set(text, signer)
  return signer
}
