import { fromBase64, Invalid, type Bytes } from './encoding'
import { HASH_BYTES } from './merkle'
import { verifyNote, type VerifierKey } from './note'

export interface Checkpoint {
  origin: string
  size: number
  root: Bytes
}

/** C2SP tlog-checkpoint without extension lines: origin, size, root. */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin = '', digits = '', encoded = ''] = /^([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n$/.exec(text) ?? []
  const size = Number(digits)
  const root = fromBase64(encoded)
  if (!origin || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) throw new Invalid('The checkpoint is malformed.')
  return { origin, size, root }
}

/** A checkpoint of this log that a trusted key signed. */
export async function verifyCheckpoint(note: string, keys: readonly VerifierKey[], origin: string): Promise<Checkpoint & { key: VerifierKey }> {
  const { text, key } = await verifyNote(note, keys)
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== origin) throw new Invalid(`The checkpoint is of another log: ${checkpoint.origin}, not ${origin}.`)
  return { ...checkpoint, key }
}
