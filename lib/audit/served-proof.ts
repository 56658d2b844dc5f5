import { originOf } from '@/lib/audit/checkpoint'
import { keyring } from '@/lib/audit/log-keys'
import { entryProof, type EntryProof } from '@/lib/audit/proof'
import { formatKey } from '@/packages/verify/note'

/** What a browser needs to check an entry that it shows: nothing of the entry itself, so that what is shown is what is checked. */
export interface ServedProof extends Pick<EntryProof, 'state' | 'index' | 'path' | 'checkpoint' | 'commitments' | 'salts'> {
  origin: string
  /** Verifier keys that may have signed the checkpoint. */
  keys: string[]
}

/** For whoever may read the entry: the caller has checked. */
export async function servedProof(workspace: string, entryId: string): Promise<ServedProof | { state: 'waiting' | 'missing' }> {
  const proof = await entryProof(workspace, entryId)
  if (proof?.state !== 'placed') return { state: proof?.state ?? 'missing' }
  const { state, index, path, checkpoint, commitments, salts } = proof
  const keys = await (await keyring())(checkpoint)
  return { state, index, path, checkpoint, commitments, salts, origin: originOf(workspace), keys: keys.map(formatKey) }
}
