import type { Role } from '@/lib/context'
import type { Period } from '@/lib/metrics/period'

/** What the charts are about. */
export interface MetricsFilter {
  period: Pick<Period, 'from' | 'until' | 'unit'>
  agent?: string | null
  tool?: string | null
}

/** Managers, admins and auditors see everything (numbers, never arguments); a reviewer sees their own pace. */
export type MetricsScope = 'all' | 'own'

export const scopeOf = (roles: readonly Role[]): MetricsScope =>
  roles.some((role) => role === 'manager' || role === 'admin' || role === 'auditor') ? 'all' : 'own'
