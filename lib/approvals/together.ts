import type { RiskLevel } from '@/lib/approvals/schema'

/** How many one person decides in one go. */
export const MOST_TOGETHER = 50
/** As much as a line of many still shows whole; more has to be opened and read by itself before a yes. */
const SHOWN_BYTES = 1_000

export type Alone = 'critical' | 'high_risk' | 'long'

interface Candidate {
  trustLevel: number
  riskLevel: RiskLevel
  /** The canonical arguments in bytes. */
  argsBytes: number
}

/** Pure. Why an approval is decided by itself and never together with others; null when it may be. */
export function aloneBecause({ trustLevel, riskLevel, argsBytes }: Candidate, decision: 'approve' | 'reject' = 'reject'): Alone | null {
  if (trustLevel >= 4) return 'critical'
  if (riskLevel === 'high') return 'high_risk'
  return decision === 'approve' && argsBytes > SHOWN_BYTES ? 'long' : null
}
