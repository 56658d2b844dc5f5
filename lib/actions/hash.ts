import { createHash } from 'node:crypto'
import { canonical } from '@/lib/audit/canonical'

export interface Bound {
  workspace: string
  action: string
  agent: string
  tool: string
  tool_schema_sha256: string | null
  args: unknown
  policy_version: string | null
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** What a decision is about: lower-case hex SHA-256 over the versioned, canonical form. */
export const actionHash = (bound: Bound) => sha256(`countersign-action-v1\n${canonical(bound)}`)
