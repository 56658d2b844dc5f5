import { initialValues } from '@/lib/audit/field-changes'
import type { Ctx } from '@/lib/context'
import { isTaken } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { transact } from '@/lib/transact'
import { readSchema } from './input-schema'
import { requireGroup } from './require-group'
import { CreateTool as Defaults, TOOL_NAMES, type CreateTool, type ToolFields } from './schema'

/** Adds a tool to the catalogue. One that an agent made known first is there already: change that one. */
export function create(ctx: Ctx, input: CreateTool): Promise<{ id: string; name: string }> {
  return transact(ctx, 'tools.change', async (tx) => {
    const { id, name = id, ...rest } = Defaults.parse(input)
    const schema = readSchema(rest.inputSchema)
    const tool: ToolFields = { name, ...rest, inputSchema: schema.inputSchema }
    requireBoth(tool)
    await requireGroup(tx, ctx, tool.reviewerGroup)
    const data = { workspaceId: ctx.workspace, id, ...tool, ...schema, createdAt: ctx.at, updatedAt: ctx.at }
    await tx.db.tool.create({ data }).catch((error: unknown) => {
      if (!isTaken(error)) throw error
      throw new AppError('conflict', `A tool with the id ${id} exists already.`, { errors: [{ path: '/id', message: 'taken' }] })
    })
    const changes = initialValues(tool, TOOL_NAMES)
    return { value: { id, name }, audit: [{ kind: 'config', event: 'tool.created', toolId: id, output: { version: 1 }, changes }] }
  })
}

/** A path without a currency, or the other way round, could not be compared with any limit. */
export function requireBoth({ amountPath, currency }: Pick<ToolFields, 'amountPath' | 'currency'>): void {
  if ((amountPath === null) === (currency === null)) return
  throw new AppError('invalid', 'An amount needs both the place where it stands and its currency.', {
    errors: [{ path: amountPath === null ? '/amountPath' : '/currency', message: 'amount_needs_both' }],
  })
}
