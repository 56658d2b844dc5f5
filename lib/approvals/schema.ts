export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled'
export type RiskLevel = 'low' | 'medium' | 'high'

/** What the list shows, as the address says it. `soonest` is about what waits; elsewhere it means newest. */
export interface ApprovalFilter {
  status: 'waiting' | 'decided' | 'all'
  sort: 'soonest' | 'oldest' | 'newest'
  risk: RiskLevel | null
  agent: string | null
  tool: string | null
}
