import { PAYLOADS, type LeafFields, type PerPayload } from './leaf'
import type { Json } from './json'
import { anyRecord, anything, count, either, exactly, listOf, orNull, record, text, time, yesOrNo, type Shape } from './shape'

/** The lines of an evidence bundle, in their order: header, entries, approval (where it is about one), seal. */
export const BUNDLE_FORMAT = 'countersign-evidence-v1'

export interface Header {
  format: typeof BUNDLE_FORMAT
  workspace: string
  about: { approval: string } | { from: string; until: string }
  /** The log's, in its checkpoint. */
  origin: string
  /** Whose signature the maker says is under this. It is never trusted: the reader brings their own. */
  key: string
  made_at: string
  made_by: string
  /** A signed note. */
  checkpoint: string
  /** How many lines of entries follow. */
  entries: number
  /** Of a period: where its unbroken run of entries begins, and the hashes around it (`verifyRange`). */
  range: { from: number; boundary: readonly string[] } | null
}

export interface EntryLine {
  index: number
  entry: LeafFields
  commitments: PerPayload
  /** Null: never there, or erased together with its salt. */
  payloads: PerPayload
  salts: PerPayload
  /** Base64 of the leaf's hash. */
  leaf: string
  /** Of an approval: the inclusion proof of this entry alone. */
  path: readonly string[] | null
}

/** What an action's hash is over. */
export interface BoundAction {
  workspace: string
  action: string
  agent: string
  tool: string
  tool_schema_sha256: string | null
  args: Json
  policy_version: string | null
}

/** The arguments as asked, then one for every edit. */
export interface Version {
  /** Null only where edits replaced it and the log's own record of it was erased. */
  bound: BoundAction | null
  hash: string
  edited_by: string | null
  edited_name: string | null
  at: string
}

/** A signature as 21 CFR 11.50 wants it shown: printed name, time, meaning. */
export interface SignedDecision {
  decision: keyof typeof MEANINGS
  meaning: string
  by: string
  name: string | null
  at: string
  comment: string | null
  hash: string
  /** Of a critical action: what the person's passkey signed, as text (`verifyAssertion`). */
  assertion: string | null
}

export const MEANINGS = {
  approve: 'approved exactly these arguments',
  reject: 'rejected this action',
  reply: 'answered instead of approving: not consent',
  retract: 'took the approval back',
} as const
export const AUTOMATIC = 'system:auto-approve'
export const AUTOMATIC_MEANING = 'allowed by the rules: no person was asked'

export const meaningOf = ({ decision, by }: Pick<SignedDecision, 'decision' | 'by'>): string =>
  by === AUTOMATIC && decision === 'approve' ? AUTOMATIC_MEANING : MEANINGS[decision]

export interface ApprovalEvidence {
  id: string
  action: string
  status: string
  state: string
  required: number
  created_at: string
  expires_at: string
  resolved_at: string | null
  /** What the people were shown beside the arguments. */
  shown: Readonly<Record<string, Json>>
  versions: readonly Version[]
  decisions: readonly SignedDecision[]
}

const maybe = orNull(text)
const perPayload = record(Object.fromEntries(PAYLOADS.map((name) => [name, maybe])))
const about = either(record({ approval: text }), record({ from: time, until: time }))

export const isHeader: Shape = record({
  format: exactly(BUNDLE_FORMAT), workspace: text, about, origin: text, key: text, made_at: time, made_by: text, checkpoint: text,
  entries: count, range: orNull(record({ from: count, boundary: listOf(text) })),
})

const isEntry = record({
  workspace: text, id: text, at: time, actor_kind: text, actor_id: text, kind: text, event: text, agent_id: maybe, tool_id: maybe,
  action_id: maybe, run_id: maybe, user_id: maybe, client_id: maybe, success: yesOrNo, tokens_used: orNull(count),
  duration_ms: orNull(count), request_id: text, session_id: maybe, user_agent: maybe,
})

export const isEntryLine: Shape = record({
  index: count, entry: isEntry, commitments: perPayload, payloads: perPayload, salts: perPayload, leaf: text, path: orNull(listOf(text)),
})

const isBound = record({ workspace: text, action: text, agent: text, tool: text, tool_schema_sha256: maybe, args: anything, policy_version: maybe })
const isVersion = record({ bound: orNull(isBound), hash: text, edited_by: maybe, edited_name: maybe, at: time })
const isDecision = record({
  decision: exactly(...Object.keys(MEANINGS)), meaning: text, by: text, name: maybe, at: time, comment: maybe, hash: text, assertion: maybe,
})

export const isApprovalLine: Shape = record({
  approval: record({
    id: text, action: text, status: text, state: text, required: count, created_at: time, expires_at: time, resolved_at: orNull(time),
    shown: anyRecord, versions: listOf(isVersion), decisions: listOf(isDecision),
  }),
})

export const isSealLine: Shape = record({ seal: text })

/** What the seal signs: the SHA-256 (hex) of all bytes before the last line. */
export const sealText = (workspace: string, sha256: string) => `${BUNDLE_FORMAT}\n${workspace}\nsha256:${sha256}\n`

