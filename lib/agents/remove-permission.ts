import type { Ctx } from '@/lib/context'
import { initialValues } from '@/lib/audit/field-changes'
import { transact, unchanged } from '@/lib/transact'
import { lockActiveAgent } from './lock'
import { lockedRule, RULE_NAMES, staleRule } from './set-permission'

/** Back to no rule: the agent may ask, and its level decides. */
export function removePermission(ctx: Ctx, input: { agentId: string; toolId: string; version?: number }): Promise<{ removed: boolean }> {
  const { agentId, toolId } = input
  return transact<{ removed: boolean }>(ctx, 'agents.change', async (tx) => {
    await lockActiveAgent(tx, ctx, agentId)
    const old = await lockedRule(tx, ctx, agentId, toolId)
    if (old.version === 0) return unchanged({ removed: false })
    if (input.version !== undefined && input.version !== old.version) throw staleRule(old.by)
    const pair = { workspaceId: ctx.workspace, agentId, toolId }
    await tx.db.permission.delete({ where: { workspaceId_agentId_toolId: pair } })
    const changes = initialValues({ effect: old.effect, maxAmount: old.maxAmount }, RULE_NAMES)
      .map(({ field, new: old }) => ({ field, old, new: null }))
    return { value: { removed: true }, audit: [{ kind: 'config', event: 'permission.removed', agentId, toolId, changes }] }
  })
}
