import { fieldChanges } from '@/lib/audit/field-changes'
import { nameOf, type Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact, unchanged, type Tx } from '@/lib/transact'
import type { Effect } from '@/packages/sdk/contract/verdict'
import { lockActiveAgent } from './lock'
import type { PermissionRule } from './schema'

interface Rule {
  effect: Effect | null
  maxAmount: number | null
}

export type SetPermission = PermissionRule & {
  /** What the person looked at: 0 where there was no rule. */
  version?: number
  /** The currency the limit was typed in, when a person typed it. */
  currency?: string
}

export const RULE_NAMES = { effect: 'effect', maxAmount: 'max_amount' } as const

/** Says what one agent may do with one tool. */
export function setPermission(ctx: Ctx, input: SetPermission): Promise<{ version: number }> {
  const { agentId, toolId, effect, maxAmount = null } = input
  return transact(ctx, 'agents.change', async (tx) => {
    await lockActiveAgent(tx, ctx, agentId)
    await checkLimit(tx, ctx, input)
    const old = await lockedRule(tx, ctx, agentId, toolId)
    if (input.version !== undefined && input.version !== old.version) throw staleRule(old.by)
    const changes = fieldChanges(old, { effect, maxAmount }, RULE_NAMES)
    if (!changes.length) return unchanged({ version: old.version })
    const version = old.version + 1
    await tx.sql(
      `INSERT INTO agent_permissions (workspace_id, id, agent_id, tool_id, effect, max_amount, version, updated_by, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9::timestamptz, clock_timestamp()))
       ON CONFLICT (workspace_id, agent_id, tool_id) DO UPDATE SET effect = excluded.effect, max_amount = excluded.max_amount,
         version = excluded.version, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
      [ctx.workspace, newId(), agentId, toolId, effect, maxAmount, version, nameOf(ctx.actor), ctx.at ?? null],
    )
    return { value: { version }, audit: [{ kind: 'config', event: 'permission.set', agentId, toolId, changes }] }
  })
}

export async function lockedRule(tx: Tx, ctx: Ctx, agentId: string, toolId: string): Promise<Rule & { version: number; by: string | null }> {
  const [row] = await tx.sql<{ effect: Effect; max_amount: number | null; version: number; updated_by: string }>(
    `SELECT effect, max_amount, version, updated_by FROM agent_permissions
      WHERE workspace_id = $1 AND agent_id = $2 AND tool_id = $3 FOR UPDATE`,
    [ctx.workspace, agentId, toolId],
  )
  if (!row) return { effect: null, maxAmount: null, version: 0, by: null }
  return { effect: row.effect, maxAmount: row.max_amount, version: row.version, by: row.updated_by }
}

export const staleRule = (by: string | null) =>
  new AppError('conflict', by ? `${by} changed this permission meanwhile.` : 'This permission was removed meanwhile.')

async function checkLimit(tx: Tx, ctx: Ctx, { toolId, effect, maxAmount = null, currency }: SetPermission) {
  // Held until the commit, so that the currency cannot change under the limit.
  const [tool] = await tx.sql<{ currency: string | null }>(
    'SELECT currency FROM tools WHERE workspace_id = $1 AND id = $2 FOR SHARE',
    [ctx.workspace, toolId],
  )
  if (!tool) throw notFound('tool')
  if (maxAmount === null) return
  if (currency && tool.currency && currency !== tool.currency) {
    throw new AppError('conflict', `The currency of ${toolId} became ${tool.currency} meanwhile.`)
  }
  const wrong = !tool.currency ? 'no_currency' : effect === 'deny' ? 'limit_on_deny' : null
  if (wrong) {
    throw new AppError('invalid', 'A limit needs a tool with a currency, and an effect other than deny.', {
      errors: [{ path: '/maxAmount', message: wrong }],
    })
  }
}
