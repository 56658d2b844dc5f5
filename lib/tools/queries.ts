import type { Ctx } from '@/lib/context'
import { prisma, query } from '@/lib/db'
import { lately } from '@/lib/metrics/lately'
import type { UnknownTools } from '@/lib/workspaces/set-unknown-tools'
import type { ToolFields } from './schema'

export interface ToolRow extends ToolFields {
  id: string
  /** What the group is called. */
  groupName: string | null
  discovered: boolean
  version: number
  updatedAt: Date
  /** In the last 30 days. */
  calls: number
  denied: number
}

const COLUMNS = `t.id, t.name, t.description, t.trust_level AS "trustLevel", t.data_class AS "dataClass", t.reversible,
  t.amount_path AS "amountPath", t.currency, t.input_schema AS "inputSchema",
  t.required_approvals AS "requiredApprovals", t.reviewer_group AS "reviewerGroup",
  (SELECT g.name FROM reviewer_groups g WHERE g.workspace_id = t.workspace_id AND g.id = t.reviewer_group) AS "groupName", t.discovered, t.version, t.updated_at AS "updatedAt", e.calls, e.denied`
const USE = `CROSS JOIN LATERAL (SELECT coalesce(sum(invocations), 0)::bigint AS calls, coalesce(sum(lately.denied), 0)::bigint AS denied
    FROM (${lately({ workspace: 't.workspace_id', tool: 't.id' })}) lately) e`

export const TOOLS_PAGE = 100

export interface ToolFilter {
  q: string
  /** Only those that an agent made known and nobody confirmed. */
  discovered: boolean
  after: string
}

/** By id; `after` is the last id of the page before. */
export async function listTools(ctx: Ctx, { q, discovered, after }: ToolFilter): Promise<{ tools: ToolRow[]; next: string | null }> {
  const rows = await query<ToolRow>(
    `SELECT ${COLUMNS} FROM (
        SELECT * FROM tools WHERE workspace_id = $1 AND id > $2 AND (discovered OR NOT $3)
          AND ($4 = '' OR strpos(lower(id || ' ' || name), lower($4)) > 0) ORDER BY id LIMIT $5) t
      ${USE} ORDER BY t.id`,
    [ctx.workspace, after, discovered, q, TOOLS_PAGE + 1],
  )
  const tools = rows.slice(0, TOOLS_PAGE)
  return { tools, next: rows.length > TOOLS_PAGE ? (tools.at(-1)?.id ?? null) : null }
}

export async function findTool(ctx: Ctx, toolId: string): Promise<ToolRow | null> {
  return (await query<ToolRow>(`SELECT ${COLUMNS} FROM tools t ${USE} WHERE t.workspace_id = $1 AND t.id = $2`, [ctx.workspace, toolId]))[0] ?? null
}

/** For tag inputs: the ids of the catalogue. */
export async function listToolIds(ctx: Ctx): Promise<string[]> {
  const rows = await prisma.tool.findMany({ where: { workspaceId: ctx.workspace }, select: { id: true }, orderBy: { id: 'asc' }, take: 1000 })
  return rows.map(({ id }) => id)
}

export interface WorkspaceRules {
  unknownTools: UnknownTools
  holdMs: number
}

export async function readWorkspaceRules(ctx: Ctx): Promise<WorkspaceRules> {
  const { unknownTools, approvalHoldMs } = await prisma.workspace.findUniqueOrThrow({ where: { id: ctx.workspace } })
  return { unknownTools: unknownTools as UnknownTools, holdMs: approvalHoldMs }
}
