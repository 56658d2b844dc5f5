import { can, type PersonPermission } from '@/lib/auth/permissions'
import type { Role } from '@/lib/context'
import type { NavPage } from '@/components/shell/nav'

const PAGES: readonly [NavPage, PersonPermission][] = [
  ['approvals', 'approvals.read'],
  ['activity', 'activity.read'],
  ['audit', 'audit.count'],
  ['metrics', 'metrics.read'],
  ['agents', 'agents.read'],
  ['tools', 'tools.read'],
  ['team', 'members.read'],
]

/** The pages these roles may open, in the order of the navigation. */
export const visiblePages = (roles: readonly Role[]): NavPage[] =>
  PAGES.filter(([, permission]) => can(roles, permission)).map(([page]) => page)

/** Where somebody lands: the first page they may see that is work for their role, else their own account. */
export const startPage = (roles: readonly Role[]) => `/${visiblePages(roles).find((page) => page !== 'activity' && (page !== 'audit' || can(roles, 'audit.read'))) ?? 'account'}`
