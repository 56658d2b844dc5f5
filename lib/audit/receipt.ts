import { entryProof, type EntryProof, type ProofState } from '@/lib/audit/proof'

/** C2SP tlog-proof. `extra` carries the leaf data, which the proof vouches for: the text needs nothing beside it but the public key. */
export const receiptText = ({ leafData, index, path, checkpoint }: Pick<EntryProof, 'leafData' | 'index' | 'path' | 'checkpoint'>) =>
  ['c2sp.org/tlog-proof@v1', `extra ${Buffer.from(leafData, 'utf8').toString('base64')}`, `index ${index}`, ...path, '', checkpoint].join('\n')

/** For whoever may read the entry: the caller has checked. */
export async function receipt(workspace: string, entryId: string): Promise<string | Exclude<ProofState, EntryProof> | null> {
  const proof = await entryProof(workspace, entryId)
  return proof?.state === 'placed' ? receiptText(proof) : proof
}
