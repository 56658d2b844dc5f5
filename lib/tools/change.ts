import { fieldChanges } from '@/lib/audit/field-changes'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { transact, unchanged, type Tx } from '@/lib/transact'
import { requireBoth } from './create'
import { readSchema } from './input-schema'
import { requireGroup } from './require-group'
import { TOOL_NAMES, type DataClass, type ToolFields } from './schema'

interface ToolRow {
  name: string
  description: string
  trust_level: number
  data_class: DataClass
  reversible: boolean
  amount_path: string | null
  currency: string | null
  input_schema: string | null
  schema_sha256: string | null
  required_approvals: number
  reviewer_group: string | null
  discovered: boolean
  version: number
}

export interface ChangeTool {
  toolId: string
  /** The version the person looked at; leave out to change whatever is there. */
  version?: number
  change: Partial<ToolFields>
}

/** Only what is given changes. Whoever saves a tool that an agent made known thereby confirms it. */
export function change(ctx: Ctx, { toolId, version, change }: ChangeTool): Promise<{ version: number }> {
  return transact(ctx, 'tools.change', async (tx) => {
    const [row] = await tx.sql<ToolRow>('SELECT * FROM tools WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE', [
      ctx.workspace, toolId,
    ])
    if (!row) throw notFound('tool')
    if (version !== undefined && version !== row.version) throw await conflict(tx, ctx, toolId, version)
    const old = fieldsOf(row)
    const kept = { inputSchema: row.input_schema, schemaSha256: row.schema_sha256 }
    const schema = change.inputSchema === undefined ? kept : readSchema(change.inputSchema)
    const next = { ...old, ...change, inputSchema: schema.inputSchema }
    requireBoth(next)
    const changes = fieldChanges(old, next, TOOL_NAMES)
    if (row.discovered) changes.push({ field: 'discovered', old: true, new: false })
    if (!changes.length) return unchanged({ version: row.version })
    if (next.currency !== old.currency) await requireNoLimits(tx, ctx, toolId)
    if (next.reviewerGroup !== old.reviewerGroup) await requireGroup(tx, ctx, next.reviewerGroup)
    await tx.sql(
      `UPDATE tools SET name = $3, description = $4, trust_level = $5, data_class = $6, reversible = $7, amount_path = $8,
         currency = $9, input_schema = $10, schema_sha256 = $11, required_approvals = $12, reviewer_group = $13,
         discovered = false, version = $14, updated_at = coalesce($15::timestamptz, clock_timestamp())
        WHERE workspace_id = $1 AND id = $2`,
      [
        ctx.workspace, toolId, next.name, next.description, next.trustLevel, next.dataClass, next.reversible, next.amountPath,
        next.currency, schema.inputSchema, schema.schemaSha256, next.requiredApprovals, next.reviewerGroup, row.version + 1, ctx.at ?? null,
      ],
    )
    const output = { version: row.version + 1 }
    const jobs = schema.schemaSha256 === row.schema_sha256 ? [] : [{ task: 'void-actions', payload: { workspace: ctx.workspace, tool: toolId } }]
    return { value: output, audit: [{ kind: 'config', event: 'tool.changed', toolId, output, changes }], jobs }
  })
}

const fieldsOf = (row: ToolRow): ToolFields => ({
  name: row.name,
  description: row.description,
  trustLevel: row.trust_level,
  dataClass: row.data_class,
  reversible: row.reversible,
  amountPath: row.amount_path,
  currency: row.currency,
  inputSchema: row.input_schema,
  requiredApprovals: row.required_approvals,
  reviewerGroup: row.reviewer_group,
})

/** Limits are stored in minor units of the tool's currency: under another one the same number would mean something else. */
async function requireNoLimits(tx: Tx, ctx: Ctx, toolId: string): Promise<void> {
  const limits = await tx.db.permission.findMany({
    where: { workspaceId: ctx.workspace, toolId, maxAmount: { not: null } },
    select: { agentId: true },
    orderBy: { agentId: 'asc' },
    take: 5,
  })
  if (!limits.length) return
  const agents = limits.map(({ agentId }) => agentId).join(', ')
  throw new AppError('invalid', `Remove the limits in this currency first: ${agents}.`, {
    errors: [{ path: '/currency', message: 'currency_in_use' }],
  })
}

async function conflict(tx: Tx, ctx: Ctx, toolId: string, version: number): Promise<AppError> {
  const meanwhile = await tx.sql<{ actor_id: string; fields: string }>(
    `SELECT actor_id, (SELECT string_agg(c ->> 'field', ', ') FROM jsonb_array_elements(changes) c) AS fields
       FROM agent_audit_log WHERE workspace_id = $1 AND tool_id = $2 AND action_type = 'config' AND action = 'tool.changed'
        AND (output_data::jsonb ->> 'version')::int > $3
      ORDER BY "timestamp", id LIMIT 20`,
    [ctx.workspace, toolId, version],
  )
  const told = meanwhile.map(({ actor_id, fields }) => `${actor_id} changed ${fields}`).join('; ')
  return new AppError('conflict', `The tool changed meanwhile${told ? `: ${told}` : ''}.`)
}
