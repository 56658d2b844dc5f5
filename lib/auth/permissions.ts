import type { Actor, Role } from '@/lib/context'
import type { Scope } from '@/packages/sdk/contract/scopes'

/** What people may do, by role. A list of roles means: any of them is enough. */
const BY_ROLE = {
  'approvals.read': ['reviewer', 'auditor'],
  'approvals.decide': ['reviewer'],
  'activity.read': ['reviewer', 'manager', 'admin', 'auditor'],
  'audit.count': ['reviewer', 'manager', 'admin', 'auditor'],
  'audit.read': ['reviewer', 'admin', 'auditor'],
  'audit.export': ['admin', 'auditor'],
  'audit.erase': ['admin'],
  'views.change': ['reviewer', 'manager', 'admin', 'auditor'],
  'metrics.read': ['reviewer', 'manager', 'admin', 'auditor'],
  'agents.read': ['reviewer', 'manager', 'admin', 'auditor'],
  'agents.change': ['admin'],
  'tools.read': ['reviewer', 'manager', 'admin', 'auditor'],
  'tools.change': ['admin'],
  'members.read': ['admin', 'auditor'],
  'members.change': ['admin'],
  'workspaces.create': ['admin'],
  'demo.run': ['admin'],
  'account.change': ['reviewer', 'manager', 'admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>

/** What an agent's key may do, by scope. */
const BY_SCOPE = {
  'actions.write': 'actions:write',
  'actions.read': 'actions:read',
  'config.read': 'config:read',
} as const satisfies Record<string, Scope>

/** What only our own processes do: the clock, the first admin, sign-in before there is a session. */
type SystemPermission = 'clock.run' | 'setup.run' | 'sessions.open'

export type PersonPermission = keyof typeof BY_ROLE
export type AgentPermission = keyof typeof BY_SCOPE
export type Permission = PersonPermission | AgentPermission | SystemPermission

export const can = (roles: readonly Role[], permission: PersonPermission) =>
  BY_ROLE[permission].some((role) => roles.includes(role))

const isPersonal = (permission: Permission): permission is PersonPermission => permission in BY_ROLE
const isAgents = (permission: Permission): permission is AgentPermission => permission in BY_SCOPE

/** Pure. The operator at the command line (`system:cli`) may configure, but never decides. */
export function allowed(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'user') return isPersonal(permission) && can(actor.roles, permission)
  if (actor.kind === 'agent') return isAgents(permission) && actor.scopes.includes(BY_SCOPE[permission])
  return permission !== 'approvals.decide' && !isAgents(permission)
}
