import { readCursor, writeCursor } from '@/lib/cursor'
import { pageRows, readRow } from '@/lib/actions/row'
import { toView } from '@/lib/actions/view'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import type { ActionPage, ActionView, ListQuery } from '@/packages/sdk/contract/actions'

/** One of the agent's own actions; anybody else's is `not_found`. */
export const readAction = async (ctx: Ctx, id: string): Promise<ActionView> => (await readHeld(ctx, id)).action

/** The same, and whether it is approved but still on hold, on the database's clock, as `start` will judge it. */
export async function readHeld(ctx: Ctx, id: string): Promise<{ action: ActionView; held: boolean }> {
  const row = await readRow(ctx, id)
  if (!row) throw notFound('action')
  return { action: toView(row), held: row.state === 'approved' && row.startable_at !== null && row.startable_at > row.now }
}

/** The agent's own actions, newest first, in keyset pages. */
export async function listActions(ctx: Ctx, { cursor, limit, ...filter }: ListQuery): Promise<ActionPage> {
  if (ctx.actor.kind !== 'agent') throw new AppError('forbidden', 'Only agents list their actions.')
  const before = cursor === undefined ? undefined : readCursor(cursor)
  const rows = await pageRows(ctx, ctx.actor.id, { ...filter, before, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    actions: page.map(toView),
    next_cursor: rows.length > limit && last ? writeCursor({ at: last.created_at, id: last.id }) : null,
  }
}
