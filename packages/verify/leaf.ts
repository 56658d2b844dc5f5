import { concat, fromBase64, sha256, toHex, utf8, type Bytes } from './encoding'
import { canonicalText } from './json'
import { leafHash } from './merkle'

export const LEAF_FORMAT = 'countersign-audit-entry-v1'
export const SALT_BYTES = 32

/** What of an entry can be erased; the log itself holds only a salted hash of it. */
export const PAYLOADS = ['changes', 'error_message', 'input', 'ip', 'output'] as const
export type PayloadName = (typeof PAYLOADS)[number]
export type PerPayload = Readonly<Record<PayloadName, string | null>>

/** The fields of an entry that are in its leaf as they are. */
export interface LeafFields {
  workspace: string
  id: string
  /** ISO 8601, UTC, milliseconds. */
  at: string
  actor_kind: string
  actor_id: string
  kind: string
  event: string
  agent_id: string | null
  tool_id: string | null
  action_id: string | null
  run_id: string | null
  user_id: string | null
  client_id: string | null
  success: boolean
  tokens_used: number | null
  duration_ms: number | null
  request_id: string
  session_id: string | null
  user_agent: string | null
}

export const LEAF_FIELDS = [
  'workspace', 'id', 'at', 'actor_kind', 'actor_id', 'kind', 'event', 'agent_id', 'tool_id', 'action_id', 'run_id', 'user_id',
  'client_id', 'success', 'tokens_used', 'duration_ms', 'request_id', 'session_id', 'user_agent',
] as const satisfies readonly (keyof LeafFields)[]

/** What is hashed into the tree: RFC 8785 text of the fields and the commitments. */
export const leafData = (fields: LeafFields, commitments: PerPayload): string =>
  canonicalText({ ...fields, format: LEAF_FORMAT, commitments })

export const entryLeafHash = (fields: LeafFields, commitments: PerPayload): Promise<Bytes> =>
  leafHash(utf8(leafData(fields, commitments)))

/** Lower-case hex of SHA-256(salt || text). */
export const commitmentOf = async (salt: Uint8Array, text: string): Promise<string> => toHex(await sha256(concat(salt, utf8(text))))

export interface PayloadCheck {
  /** Committed to, and no longer there. */
  erased: PayloadName[]
  /** There, and not what was committed to. */
  wrong: PayloadName[]
}

/** Each payload that is there is what the log committed to; each that is not was never there or has been erased with its salt. */
export async function checkPayloads(commitments: PerPayload, payloads: PerPayload, salts: PerPayload): Promise<PayloadCheck> {
  const found: PayloadCheck = { erased: [], wrong: [] }
  for (const name of PAYLOADS) {
    const [commitment, payload, salt] = [commitments[name], payloads[name], salts[name]]
    if (payload === null) {
      if (salt !== null) found.wrong.push(name)
      else if (commitment !== null) found.erased.push(name)
      continue
    }
    const bytes = salt === null ? null : fromBase64(salt)
    if (bytes?.length !== SALT_BYTES || (await commitmentOf(bytes, payload)) !== commitment) found.wrong.push(name)
  }
  return found
}
