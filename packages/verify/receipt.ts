import { fromBase64, Invalid, type Bytes } from './encoding'
import { verifyCheckpoint, type Checkpoint } from './checkpoint'
import { HASH_BYTES, verifyInclusion } from './merkle'
import type { VerifierKey } from './note'

const HEAD = 'c2sp.org/tlog-proof@v1'

export interface Receipt {
  /** Not signed by anybody: context only. */
  extra: Bytes | null
  index: number
  path: readonly Bytes[]
  /** A signed note, as the log gave it. */
  checkpoint: string
}

/** C2SP tlog-proof: head, extra (may be absent), index, path, an empty line, the checkpoint. */
export function parseReceipt(text: string): Receipt {
  const end = text.indexOf('\n\n')
  const [head, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (head !== HEAD) throw new Invalid('This is not a receipt.')
  const extra = lines[0]?.startsWith('extra ') ? fromBase64((lines.shift() as string).slice('extra '.length)) : undefined
  const [, digits] = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '') ?? []
  const index = Number(digits)
  const path = lines.map(fromBase64)
  if (extra === null || extra?.length === 0 || !Number.isSafeInteger(index) || !path.every(isHash)) throw new Invalid('The receipt is malformed.')
  return { extra: extra ?? null, index, path, checkpoint: text.slice(end + 2) }
}

const isHash = (bytes: Bytes | null): bytes is Bytes => bytes?.length === HASH_BYTES

export interface Receipted extends Checkpoint {
  index: number
  key: VerifierKey
}

/** The log of this origin holds this leaf, says a key that is trusted. */
export async function verifyReceipt(text: string, leaf: Uint8Array, keys: readonly VerifierKey[], origin: string): Promise<Receipted> {
  const { index, path, checkpoint } = parseReceipt(text)
  const tree = await verifyCheckpoint(checkpoint, keys, origin)
  if (!(await verifyInclusion(leaf, index, tree.size, path, tree.root))) throw new Invalid(`This entry is not at position ${index} of the log.`)
  return { ...tree, index }
}
