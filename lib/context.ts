import type { Scope } from '@/packages/sdk/contract/scopes'

/** Proof that a string was checked to be a workspace the caller may act in. */
export type WorkspaceId = string & { readonly __brand: 'WorkspaceId' }

export const ROLES = ['reviewer', 'manager', 'admin', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export type Actor =
  | { kind: 'user'; id: string; email: string; roles: readonly Role[]; sessionId: string }
  | { kind: 'agent'; id: string; keyId: string; scopes: readonly Scope[] }
  | { kind: 'system'; id: `system:${string}` }

export interface Idempotency {
  route: string
  key: string
  requestSha256: string
}

/** Who is asking, where, and how to find the request again. Made by a door, never by a verb. */
export interface Ctx {
  workspace: WorkspaceId
  actor: Actor
  requestId: string
  ip?: string
  userAgent?: string
  idempotency?: Idempotency
  /** Tests and demo seeding only: stands in for the database clock. No door sets it. */
  at?: Date
}

export const asWorkspaceId = (checked: string) => checked as WorkspaceId

export function systemCtx(workspace: WorkspaceId, id: `system:${string}`, requestId: string): Ctx {
  return { workspace, actor: { kind: 'system', id }, requestId }
}

/** How the log and the `*_by` columns name who did it: a person by e-mail, an agent or process by its id. */
export const nameOf = (actor: Actor) => (actor.kind === 'user' ? actor.email : actor.id)
