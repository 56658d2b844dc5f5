import { sha256, toHex, utf8 } from './encoding'
import { canonicalText } from './json'
import type { BoundAction } from './bundle-lines'

/** What every decision and start names: hex SHA-256 over the versioned canonical text of exactly what would run. */
export const actionHashOf = async (bound: BoundAction): Promise<string> =>
  toHex(await sha256(utf8(`countersign-action-v1\n${canonicalText(bound)}`)))
