import type { Ctx, Role } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'

const MOST_DAYS = 90
const LOCK = `SELECT m.id, u.email, m.roles FROM members m JOIN users u ON u.id = m.id
  WHERE m.workspace_id = $1 AND m.id IN ($2, $3) AND m.removed_at IS NULL AND u.disabled_at IS NULL ORDER BY m.id FOR NO KEY UPDATE OF m`
const CLOCK = 'SELECT coalesce($1::timestamptz, clock_timestamp()) AS now'
const REPLACE = `DELETE FROM delegations WHERE workspace_id = $1 AND member_id = $2 RETURNING (SELECT u.email FROM users u WHERE u.id = delegate_id) AS email`
const INSERT = `INSERT INTO delegations (workspace_id, id, member_id, delegate_id, starts_at, ends_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`

/**
 * Names who stands in for oneself for a while: they see one's assigned work as theirs. They vote as themselves, once, where
 * they may anyway; the delegation adds no vote and no right. It takes the place of an earlier one.
 */
export function delegate(ctx: Ctx, { delegateId, startsAt, endsAt }: { delegateId: string; startsAt: Date | null; endsAt: Date }): Promise<void> {
  return transact(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people stand in for each other.')
    // Both rows are held: one person names one at a time, and nobody is named while losing the role.
    const people = await tx.sql<{ id: string; email: string; roles: Role[] }>(LOCK, [ctx.workspace, actor.id, delegateId])
    const person = people.find(({ id }) => id === delegateId)
    if (!person) throw notFound('member')
    const invalid = (path: string, detail: string, message: string) => new AppError('invalid', detail, { errors: [{ path, message }] })
    if (delegateId === actor.id) throw invalid('/delegate', 'Somebody else has to stand in for you.', 'oneself')
    if (!person.roles.includes('reviewer')) throw invalid('/delegate', 'Only a reviewer can stand in.', 'no_reviewer')
    const [clock] = await tx.sql<{ now: Date }>(CLOCK, [ctx.at ?? null])
    const now = clock?.now ?? new Date()
    const from = startsAt && startsAt > now ? startsAt : now
    if (endsAt <= from) throw invalid('/until', 'It has to end after it begins.', 'passed')
    if (endsAt.getTime() - now.getTime() > MOST_DAYS * 86_400_000) throw invalid('/until', `At most ${MOST_DAYS} days from now.`, 'too_far')
    const [before] = await tx.sql<{ email: string }>(REPLACE, [ctx.workspace, actor.id])
    await tx.sql(INSERT, [ctx.workspace, newId(), actor.id, delegateId, from, endsAt, now])
    return {
      value: undefined,
      audit: [{
        kind: 'auth', event: 'delegation.created', userId: delegateId, output: { starts_at: from.toISOString(), ends_at: endsAt.toISOString() },
        changes: [{ field: 'delegate', old: before?.email ?? null, new: person.email }],
      }],
    }
  })
}
