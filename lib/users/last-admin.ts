import type { Role } from '@/lib/context'
import { AppError } from '@/lib/errors'

interface Holder {
  id: string
  roles: readonly Role[]
  disabled: boolean
}

const isAdmin = ({ roles, disabled }: Holder) => roles.includes('admin') && !disabled

/** Pure: would nobody be left to administer the workspace if this member had only these roles? */
export function losesLastAdmin(members: readonly Holder[], userId: string, roles: readonly Role[]): boolean {
  return !members.some((member) => isAdmin(member.id === userId ? { ...member, roles } : member))
}

export const lastAdmin = () =>
  new AppError('conflict', 'This is the last admin of the workspace. Make somebody else an admin first.', { state: 'last_admin' })
