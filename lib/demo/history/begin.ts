import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { transact } from '@/lib/transact'

export interface HistoryInput {
  days: number
  actions: number
  /** Questions that nobody has answered yet, on top. */
  pending: number
  seed: number
}

const LOCK = 'SELECT demo FROM workspaces WHERE id = $1 FOR UPDATE'
const BEGUN = `SELECT 1 FROM agent_audit_log WHERE workspace_id = $1 AND action_type = 'system' AND action = 'demo.history_begun' LIMIT 1`

export const hasHistory = async (ctx: Ctx) => (await query(BEGUN, [ctx.workspace])).length > 0

/** Once for a workspace, and only where nothing real is: says in the log what is about to be made up. */
export function begin(ctx: Ctx, { days, actions, pending, seed }: HistoryInput): Promise<void> {
  return transact(ctx, 'demo.run', async (tx) => {
    const [workspace] = await tx.sql<{ demo: boolean }>(LOCK, [ctx.workspace])
    if (!workspace?.demo) throw new AppError('conflict', `The workspace "${ctx.workspace}" is not a demo: no made-up history goes into it. Name a new one with --workspace.`)
    const begun = await tx.sql(BEGUN, [ctx.workspace])
    if (begun.length) throw new AppError('conflict', `The workspace "${ctx.workspace}" has a history already. Name a new one with --workspace.`)
    return { value: undefined, audit: [{ kind: 'system', event: 'demo.history_begun', input: { days, actions, pending, seed } }] }
  })
}
