import type { ActionRow } from '@/lib/actions/row'
import { ineligible } from '@/lib/approvals/eligible'
import type { Actor, Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { isId } from '@/lib/ids'

const STANDING = `
  SELECT EXISTS (SELECT 1 FROM yes_votes($1, p.id, p.action_hash) WHERE decided_by_id = $3) AS voted,
    p.reviewer_group IS NULL OR EXISTS (SELECT 1 FROM reviewer_group_members g
      WHERE g.workspace_id = $1 AND g.group_id = p.reviewer_group AND g.member_id = $3) AS in_group
  FROM agent_approvals p WHERE p.workspace_id = $1 AND p.id = $2`

interface Standing {
  voted: boolean
  in_group: boolean
}
type User = Extract<Actor, { kind: 'user' }>

/** Where a person stands towards an approval that the caller has locked. */
export async function standingOf(tx: Tx, ctx: Ctx, user: User, approvalId: string): Promise<Standing | undefined> {
  return isId(approvalId) ? (await tx.sql<Standing>(STANDING, [ctx.workspace, approvalId, user.id]))[0] : undefined
}

/** Throws unless this person may vote on this approval now. A vote for the arguments before an edit is no vote for those after it. */
export function requireVoter(user: User, row: ActionRow, found: Standing | undefined, edits: boolean): void {
  const why = ineligible({
    id: user.id,
    ownerId: row.owner_id,
    principalId: row.on_behalf_of,
    inGroup: found?.in_group ?? false,
    hasVoted: !edits && (found?.voted ?? false),
  })
  if (why === 'owner') throw new AppError('forbidden', 'You own this agent, so somebody else has to decide.')
  if (why === 'principal') throw new AppError('forbidden', 'The agent acts for you here, so somebody else has to decide.')
  if (why === 'not_in_group') throw new AppError('forbidden', `Only the group ${row.reviewer_group} decides this.`)
  if (why === 'already_voted') throw new AppError('conflict', 'You have already decided this one.', { state: row.state })
}
