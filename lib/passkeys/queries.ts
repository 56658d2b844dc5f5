import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { livePasskeys } from '@/lib/passkeys/live'
import { personOf } from '@/lib/passkeys/person'

export interface PasskeyRow {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

const LIST = `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"
  FROM passkeys WHERE user_id = $1 AND removed_at IS NULL`

export const listOwnPasskeys = (ctx: Ctx) => query<PasskeyRow>(`${LIST} ORDER BY created_at, id`, [personOf(ctx).id])

/** A member's, for the team page; somebody who is no member here has none here. */
export const listMemberPasskeys = (ctx: Ctx, userId: string) =>
  query<PasskeyRow>(
    `${LIST} AND EXISTS (SELECT 1 FROM members m WHERE m.workspace_id = $2 AND m.id = $1 AND m.removed_at IS NULL) ORDER BY created_at, id`,
    [userId, ctx.workspace],
  )

/** Whether the person who looks could sign a critical decision at all. */
export const hasPasskey = async (ctx: Ctx) => (await livePasskeys(query, personOf(ctx).id)).length > 0
