import { createHash } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'

export interface Bound {
  workspace: string
  action: string
  agent: string
  tool: string
  /** Of the schema's RFC 8785 text; null when the tool has none. */
  tool_schema_sha256: string | null
  args: unknown
  /** Which rules judged (`rulesVersion`); null for actions asked before rules had versions. */
  policy_version: string | null
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** What a decision is about: lower-case hex SHA-256 over the versioned, canonical form. */
export const actionHash = (bound: Bound) => sha256(`countersign-action-v1\n${canonical(bound)}`)

/** The columns of an action that its hash is over. */
export interface BoundRow {
  id: string
  agent_id: string
  tool_name: string
  tool_args: string
  tool_schema_sha256: string | null
  policy_version: string | null
}

/** Computes a stored action's hash again, from the stored text. */
export const hashOf = (workspace: string, row: BoundRow) =>
  actionHash({
    workspace,
    action: row.id,
    agent: row.agent_id,
    tool: row.tool_name,
    tool_schema_sha256: row.tool_schema_sha256,
    args: JSON.parse(row.tool_args) as unknown,
    policy_version: row.policy_version,
  })
