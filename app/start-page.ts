import { can, type PersonPermission } from '@/lib/auth/permissions'
import type { Role } from '@/lib/context'
import type { NavPage } from '@/components/shell/nav'

const PAGES: readonly [NavPage, PersonPermission][] = [
  ['approvals', 'approvals.read'],
  ['audit', 'audit.read'],
  ['metrics', 'metrics.read'],
  ['agents', 'agents.read'],
  ['tools', 'tools.read'],
  ['team', 'members.read'],
]

/** The pages these roles may open, in the order of the navigation. */
export const visiblePages = (roles: readonly Role[]): NavPage[] =>
  PAGES.filter(([, permission]) => can(roles, permission)).map(([page]) => page)

/** Where somebody lands: the first page they may see, else their own account. */
export const startPage = (roles: readonly Role[]) => `/${visiblePages(roles)[0] ?? 'account'}`
