import { DEFAULTS } from '@/lib/agents/effective-settings'
import type { Ctx } from '@/lib/context'
import { perRow } from '@/lib/database/per-row'
import type { Sql } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { RiskInput } from '@/lib/policies/risk'
import type { Effect, VerdictInput } from '@/lib/policies/verdict'
import type { DataClass } from '@/lib/tools/schema'

/** What the database knows about an agent, a tool and the moment they meet. */
export interface Facts {
  now: Date
  archived: boolean
  key_revoked: boolean
  enabled: boolean
  auto_trigger: boolean
  approval_required: boolean
  max_actions_per_hour: number
  allowed_tools: string[]
  blocked_tools: string[]
  trust_ceiling: number
  unknown_tools: 'review' | 'deny'
  approval_hold_ms: number
  /** null: the tool is not in the catalogue. */
  tool_level: number | null
  /** Somebody has described it; a tool that only an agent has named stays unknown. */
  tool_known: boolean
  tool_label: string
  data_class: DataClass
  reversible: boolean
  amount_path: string | null
  currency: string | null
  permission: Effect | null
  max_amount: number | null
  /** The member named in `on_behalf_of`, when there is one. */
  person_id: string | null
  /** Of the tool's schema as it is now. */
  tool_schema_sha256: string | null
  input_schema: string | null
  required_approvals: number
  reviewer_group: string | null
  settings_version: number
  tool_version: number
  permission_version: number
  total: number
  bad: number
  used_tool: boolean
}

// No settings row means the defaults; an unknown tool counts as L3 and unclassified.
const FACTS = perRow(
  `SELECT asked.n, coalesce(asked.at, clock_timestamp()) AS now,
    a.archived_at IS NOT NULL AS archived, k.revoked_at IS NOT NULL AS key_revoked,
    coalesce(s.enabled, ${DEFAULTS.enabled}) AS enabled, coalesce(s.auto_trigger, ${DEFAULTS.autoTrigger}) AS auto_trigger,
    coalesce(s.approval_required, ${DEFAULTS.approvalRequired}) AS approval_required, coalesce(s.max_actions_per_hour, ${DEFAULTS.maxActionsPerHour}) AS max_actions_per_hour,
    coalesce(s.allowed_tools, '{}') AS allowed_tools, coalesce(s.blocked_tools, '{}') AS blocked_tools,
    coalesce(s.trust_ceiling, ${DEFAULTS.trustCeiling}::smallint) AS trust_ceiling, w.unknown_tools, w.approval_hold_ms,
    t.trust_level AS tool_level, coalesce(NOT t.discovered, false) AS tool_known, coalesce(t.name, asked.tool) AS tool_label, coalesce(t.data_class, 'unclassified') AS data_class,
    coalesce(t.reversible, false) AS reversible, t.amount_path, t.currency, p.effect AS permission, p.max_amount,
    (SELECT m.id FROM members m JOIN users u ON u.id = m.id
      WHERE m.workspace_id = asked.workspace AND m.removed_at IS NULL AND u.disabled_at IS NULL AND u.email = lower(asked.email)) AS person_id,
    t.schema_sha256 AS tool_schema_sha256, t.input_schema, coalesce(t.required_approvals, 1) AS required_approvals, t.reviewer_group,
    coalesce(s.version, 0) AS settings_version, coalesce(t.version, 0) AS tool_version, coalesce(p.version, 0) AS permission_version,
    r.total, r.bad, r.used_tool
  FROM`,
  'asked',
  'n integer, workspace text, agent text, key uuid, tool text, email text, at timestamptz',
  `JOIN agents a ON a.workspace_id = asked.workspace AND a.id = asked.agent
  JOIN workspaces w ON w.id = a.workspace_id
  JOIN api_keys k ON k.workspace_id = a.workspace_id AND k.agent_id = a.id AND k.id = asked.key
  LEFT JOIN agent_settings s ON s.workspace_id = a.workspace_id AND s.agent_id = a.id
  LEFT JOIN tools t ON t.workspace_id = a.workspace_id AND t.id = asked.tool
  LEFT JOIN agent_permissions p ON p.workspace_id = a.workspace_id AND p.agent_id = a.id AND p.tool_id = asked.tool
  CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('denied', 'rejected', 'failed')) AS bad,
      coalesce(bool_or(tool_name = asked.tool), false) AS used_tool
    FROM (SELECT state, tool_name FROM agent_action_events e WHERE e.workspace_id = asked.workspace AND e.agent_id = asked.agent
      ORDER BY created_at DESC, id DESC LIMIT 50) last) r`,
)

/** Who asks for what: an agent by its key, now or at the time of the action that a person edits. */
export interface Asked {
  agentId: string
  keyId: string
  tool: string
  /** The e-mail claimed in `on_behalf_of`. */
  onBehalfOf?: string
}

export async function readFacts(sql: Sql, ctx: Ctx, { agentId, keyId, tool, onBehalfOf }: Asked): Promise<Facts> {
  const [facts] = await sql<Facts>(FACTS, [0, ctx.workspace, agentId, keyId, tool, onBehalfOf ?? null, ctx.at ?? null])
  if (!facts) throw new AppError('unauthenticated', 'This key belongs to no agent.')
  return facts
}

/** Names the configuration that judged; each version's content is in the log of changes. 0 means: no row, the defaults. */
export const rulesVersion = (facts: Pick<Facts, 'settings_version' | 'tool_version' | 'permission_version'>) =>
  `s${facts.settings_version}.t${facts.tool_version}.p${facts.permission_version}`

export function verdictInput(facts: Facts, tool: string, level: number, amount: VerdictInput['amount'], hour: VerdictInput['hour']): VerdictInput {
  return {
    agent: { enabled: facts.enabled, archived: facts.archived },
    keyRevoked: facts.key_revoked,
    settings: {
      autoTrigger: facts.auto_trigger,
      approvalRequired: facts.approval_required,
      allowedTools: facts.allowed_tools,
      blockedTools: facts.blocked_tools,
      trustCeiling: facts.trust_ceiling,
    },
    hour,
    tool: { id: tool, known: facts.tool_known, hasAmount: facts.amount_path !== null },
    unknownTools: facts.unknown_tools,
    level,
    permission: facts.permission && { effect: facts.permission, maxAmount: facts.max_amount },
    amount,
    personNamed: facts.person_id !== null,
  }
}

export function riskInput(facts: Facts, level: number, amount: VerdictInput['amount'], args: string): RiskInput {
  return {
    level,
    toolKnown: facts.tool_known,
    reversible: facts.reversible,
    dataClass: facts.data_class,
    amount: amount?.value ?? null,
    maxAmount: facts.max_amount,
    args,
    record: { total: facts.total, bad: facts.bad, usedTool: facts.used_tool },
  }
}
