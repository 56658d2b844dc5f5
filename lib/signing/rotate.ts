import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { replaceSeed } from '@/lib/signing/key-file'
import { keyFile, keyVariable, loadSigner } from '@/lib/signing/load'
import { registerKey } from '@/lib/signing/register'
import type { Purpose } from '@/lib/signing/signer'
import { transact, unchanged } from '@/lib/transact'

/**
 * A new key from now on; what the old one signed stays verifiable. Running processes notice by themselves.
 * The file comes first: if the commit fails, whoever signs next registers the new key.
 */
export function rotate(ctx: Ctx, purpose: Purpose): Promise<{ kid: string }> {
  return transact(ctx, 'setup.run', async (tx) => {
    const variable = keyVariable(purpose)
    if (variable) {
      throw new AppError('conflict', `The key comes from ${variable}: put another there (\`openssl rand -base64 32\`) wherever Countersign runs, and restart. The old one is then retired by itself.`)
    }
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtext('countersign:signing-keys'))`)
    await loadSigner(purpose) // a damaged file is said, not replaced
    await replaceSeed(env.DATA_DIR, keyFile(), purpose)
    const signer = await loadSigner(purpose)
    const [entry] = await registerKey(tx, purpose, signer)
    const value = { kid: signer.kid }
    return entry ? { value, audit: [{ ...entry, by: undefined }] } : unchanged(value)
  })
}
