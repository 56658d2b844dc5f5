/** Why a person may not decide, if they may not. */
export type Ineligible = 'owner' | 'principal' | 'already_voted'

export interface Voter {
  id: string
  ownerId: string | null
  /** The person the agent acts for. */
  principalId: string | null
  hasVoted: boolean
}

/** Pure. The agent's owner and the person it acts for never vote, and nobody votes twice. */
export function ineligible({ id, ownerId, principalId, hasVoted }: Voter): Ineligible | null {
  if (id === ownerId) return 'owner'
  if (id === principalId) return 'principal'
  return hasVoted ? 'already_voted' : null
}
