import { readCursor, writeCursor } from '@/lib/cursor'
import { pageRows, readRow } from '@/lib/actions/row'
import { toView } from '@/lib/actions/view'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import type { ActionPage, ActionView, ListQuery } from '@/packages/sdk/contract/actions'

/** One of the agent's own actions; anybody else's is `not_found`. */
export async function readAction(ctx: Ctx, id: string): Promise<ActionView> {
  const row = await readRow(ctx, id)
  if (!row) throw notFound('action')
  return toView(row)
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
