import type { ActionRow } from '@/lib/actions/row'
import { ineligible } from '@/lib/approvals/eligible'
import type { Actor, Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

const VOTER = `
  SELECT EXISTS (SELECT 1 FROM yes_votes($1, $2, $4) WHERE decided_by_id = $3) AS voted,
    $5::text IS NULL OR EXISTS (SELECT 1 FROM reviewer_group_members WHERE workspace_id = $1 AND group_id = $5 AND member_id = $3) AS in_group`

/** Throws unless this person may vote on this approval now. A vote for the arguments before an edit is no vote for those after it. */
export async function requireVoter(tx: Tx, ctx: Ctx, user: Extract<Actor, { kind: 'user' }>, row: ActionRow, edits: boolean): Promise<void> {
  const values = [ctx.workspace, row.approval_id, user.id, row.action_hash, row.reviewer_group]
  const [found] = await tx.sql<{ voted: boolean; in_group: boolean }>(VOTER, values)
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
