export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled'
export type RiskLevel = 'low' | 'medium' | 'high'

/** What the list shows, as the address says it. `soonest` is about what waits; elsewhere it means newest. */
export interface ApprovalFilter {
  status: 'waiting' | 'decided' | 'all'
  sort: 'soonest' | 'oldest' | 'newest'
  risk: RiskLevel | null
  agent: string | null
  tool: string | null
  /** Of what waits: assigned to the reader or to whom they stand in for, to nobody, or put off by the reader. */
  view?: 'mine' | 'unassigned' | 'snoozed' | null
  /** Words to find in the name, the agent, the tool or the arguments. */
  q?: string | null
}
