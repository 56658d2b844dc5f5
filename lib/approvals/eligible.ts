/** Why a person may not decide, if they may not. */
export type Ineligible = 'owner' | 'principal' | 'not_in_group' | 'already_voted'

export interface Voter {
  id: string
  ownerId: string | null
  /** The person the agent acts for. */
  principalId: string | null
  /** False where the approval is put to a group that this person is not in. */
  inGroup: boolean
  /** On these very arguments; an edit makes them others. */
  hasVoted: boolean
}

/** Pure. The agent's owner and the person it acts for never vote, a group's approvals are its own, and nobody votes twice. */
export function ineligible({ id, ownerId, principalId, inGroup, hasVoted }: Voter): Ineligible | null {
  if (id === ownerId) return 'owner'
  if (id === principalId) return 'principal'
  if (!inGroup) return 'not_in_group'
  return hasVoted ? 'already_voted' : null
}
