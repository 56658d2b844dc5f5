import { createHash, randomBytes } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'
import { commitment, leafData, PAYLOADS, type Commitments, type LeafRow } from '@/lib/audit/leaf'
import type { Row } from './copy'
import type { Fact } from './entries'
import type { NewIdAt } from './ids'

/** How the log says that nobody came through a door: the name of what made the entry. */
export const USER_AGENT = 'countersign-demo'

export interface Entry {
  row: Row
  commitments: Commitments
  leaf: Uint8Array
}

/** What an entry is about. */
export interface About {
  agentId: string
  toolId: string
  actionId: string | null
  runId?: string
  clientId?: string
}

/** A fact as a row of the log, with what the tree holds of it; `place` orders facts of one moment. */
export function entryOf(workspace: string, fact: Fact, place: number, { agentId, toolId, actionId, runId, clientId }: About, request_id: string, newId: NewIdAt): Entry {
  const { by } = fact
  const leafRow: LeafRow = {
    workspace,
    id: newId(fact.at, place),
    at: fact.at,
    actor_kind: by.kind,
    actor_id: by.kind === 'user' ? by.email : by.id,
    kind: fact.kind,
    event: fact.event,
    agent_id: agentId,
    tool_id: toolId,
    action_id: actionId,
    run_id: runId ?? null,
    user_id: by.kind === 'user' ? by.id : null,
    client_id: clientId ?? null,
    success: fact.success,
    tokens_used: fact.tokensUsed ?? null,
    duration_ms: fact.durationMs ?? null,
    request_id,
    session_id: by.kind === 'user' ? by.sessionId : null,
    user_agent: USER_AGENT,
  }
  return withPayloads(leafRow, { input: fact.input, output: fact.output, changes: fact.changes, error_message: fact.errorMessage })
}

interface Payloads {
  input?: string
  output?: string
  changes?: unknown
  error_message?: string
}

function withPayloads(leafRow: LeafRow, payloads: Payloads): Entry {
  const { workspace, at, kind, event, ...rest } = leafRow
  const salts: Record<string, string> = {}
  const commitments = Object.fromEntries(PAYLOADS.map((name) => [name, null])) as Commitments
  for (const name of ['input', 'output', 'changes', 'error_message'] as const) {
    const value = payloads[name]
    if (value === undefined) continue
    const salt = nextSalt()
    salts[name] = salt
    commitments[name] = commitment(salt, typeof value === 'string' ? value : canonical(value))
  }
  const row: Row = {
    ...rest,
    workspace_id: workspace,
    timestamp: at,
    action: event,
    action_type: kind,
    input_data: payloads.input,
    output_data: payloads.output,
    changes: payloads.changes === undefined ? null : JSON.stringify(payloads.changes),
    error_message: payloads.error_message,
    salts: JSON.stringify(salts),
  }
  return { row, commitments, leaf: createHash('sha256').update(Uint8Array.of(0)).update(leafData(leafRow, commitments)).digest() }
}

const POOL = 32 * 1024
let pool = Buffer.alloc(0)
/** Salts are the one thing that no seed decides: whoever knew it could guess erased payloads. */
function nextSalt(): string {
  if (pool.length === 0) pool = randomBytes(POOL)
  const salt = pool.toString('base64', 0, 32)
  pool = pool.subarray(32)
  return salt
}
