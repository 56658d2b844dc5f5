import type { AuditEntry } from '@/lib/audit/queries'
import type { ServedProof } from '@/lib/audit/served-proof'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { fromBase64, Invalid, toHex, type Bytes } from '@/packages/verify/encoding'
import { canonicalText } from '@/packages/verify/json'
import { checkPayloads, entryLeafHash, type LeafFields, type PayloadName, type PerPayload } from '@/packages/verify/leaf'
import { verifyInclusion } from '@/packages/verify/merkle'
import { parseKey } from '@/packages/verify/note'

export interface ProofResult {
  index: number
  payloads: { wrong: PayloadName[]; erased: PayloadName[] }
  /** Null where no key of the log signed it. */
  signed: { size: number; key: string } | null
  included: boolean
}

/** Everything from what the page shows; from the desk only the salts, the hashes beside it and the signature. */
export async function checkProof(entry: AuditEntry, proof: ServedProof): Promise<ProofResult> {
  const { index, commitments, salts } = proof
  const payloads = await checkPayloads(commitments, payloadsShown(entry), salts)
  try {
    const keys = await Promise.all(proof.keys.map(parseKey))
    const tree = await verifyCheckpoint(proof.checkpoint, keys, proof.origin)
    const leaf = await entryLeafHash(fieldsShown(entry), commitments)
    const path = proof.path.map(fromBase64)
    const included = path.every((hash): hash is Bytes => hash !== null) && (await verifyInclusion(leaf, index, tree.size, path, tree.root))
    return { index, payloads, signed: { size: tree.size, key: `${tree.key.name}+${toHex(tree.key.id)}` }, included }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return { index, payloads, signed: null, included: false }
  }
}

const fieldsShown = (entry: AuditEntry): LeafFields => ({
  workspace: entry.workspace,
  id: entry.id,
  at: entry.at.toISOString(),
  actor_kind: entry.actorKind,
  actor_id: entry.actorId,
  kind: entry.kind,
  event: entry.event,
  agent_id: entry.agentId,
  tool_id: entry.toolId,
  action_id: entry.actionId,
  run_id: entry.runId,
  user_id: entry.userId,
  client_id: entry.clientId,
  success: entry.success,
  tokens_used: entry.tokensUsed,
  duration_ms: entry.durationMs,
  request_id: entry.requestId,
  session_id: entry.sessionId,
  user_agent: entry.userAgent,
})

const payloadsShown = (entry: AuditEntry): PerPayload => ({
  input: entry.input,
  output: entry.output,
  changes: entry.changes === null ? null : canonicalText(entry.changes),
  error_message: entry.errorMessage,
  ip: entry.ip,
})
