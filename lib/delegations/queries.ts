import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'

export interface Delegation {
  delegateId: string
  name: string
  startsAt: Date
  endsAt: Date
}

const CLOCK = 'coalesce($3::timestamptz, clock_timestamp())'
const OWN = `SELECT d.delegate_id AS "delegateId", u.name, d.starts_at AS "startsAt", d.ends_at AS "endsAt"
  FROM delegations d JOIN users u ON u.id = d.delegate_id
  WHERE d.workspace_id = $1 AND d.member_id = $2 AND d.ends_at > ${CLOCK}`
const FOR = `SELECT u.id, u.name, d.ends_at AS "endsAt" FROM delegations d JOIN users u ON u.id = d.member_id
  WHERE d.workspace_id = $1 AND d.delegate_id = $2 AND d.starts_at <= ${CLOCK} AND d.ends_at > ${CLOCK} ORDER BY d.ends_at LIMIT 20`
const CHOICES = `SELECT m.id, u.name, u.email FROM members m JOIN users u ON u.id = m.id
  WHERE m.workspace_id = $1 AND m.removed_at IS NULL AND u.disabled_at IS NULL AND 'reviewer' = ANY (m.roles) AND m.id <> $2
  ORDER BY u.name, u.email LIMIT 500`

const reader = ({ actor }: Ctx) => {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people stand in for each other.')
  return actor.id
}

/** Who stands in for the reader, now or later. */
export async function ownDelegation(ctx: Ctx): Promise<Delegation | null> {
  return (await query<Delegation>(OWN, [ctx.workspace, reader(ctx), ctx.at ?? null]))[0] ?? null
}

/** For whom the reader stands in at this moment. */
export const standingInFor = (ctx: Ctx) => query<{ id: string; name: string; endsAt: Date }>(FOR, [ctx.workspace, reader(ctx), ctx.at ?? null])

/** Whose assigned work is the reader's: their own and that of whom they stand in for. */
export const assignedTo = async (ctx: Ctx): Promise<string[]> => [reader(ctx), ...(await standingInFor(ctx)).map(({ id }) => id)]

/** The other reviewers. */
export const delegateChoices = (ctx: Ctx) => query<{ id: string; name: string; email: string }>(CHOICES, [ctx.workspace, reader(ctx)])
