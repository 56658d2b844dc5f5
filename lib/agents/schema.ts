import { z } from 'zod'
import { parseStrictJson } from '@/lib/strict-json'
import { ToolId } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'
import { Scope } from '@/packages/sdk/contract/scopes'
import { Effect } from '@/packages/sdk/contract/verdict'

export const AgentId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'slug')

const details = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000),
  team: z.string().trim().max(200),
  ownerId: z.uuid().nullable(),
}

export const CreateAgent = z.object({
  id: AgentId,
  name: details.name,
  description: details.description.default(''),
  team: details.team.default(''),
  ownerId: details.ownerId.default(null),
})
export type CreateAgent = z.input<typeof CreateAgent>

export const AgentDetails = z.object(details)
export type AgentDetails = z.infer<typeof AgentDetails>

const toolList = z
  .array(ToolId)
  .max(500)
  .transform((ids) => [...new Set(ids)])

/** Every setting but `enabled`, which is the kill switch and has a verb of its own. */
export const AgentSettings = z.object({
  autoTrigger: z.boolean(),
  approvalRequired: z.boolean(),
  maxActionsPerHour: z.int().min(0).max(1_000_000),
  allowedTools: toolList,
  blockedTools: toolList,
  trustCeiling: z.int().min(0).max(4),
  customPrompt: z.string().max(20_000),
  settings: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'json_object'),
})
export type AgentSettings = z.infer<typeof AgentSettings>

/** Text that was typed for the free settings; blank means none. */
export const SettingsJson = z
  .string()
  .max(100_000)
  .transform((text, ctx): JsonObject => {
    const parsed = parseStrictJson(new TextEncoder().encode(text.trim() || '{}'))
    if (parsed.ok && typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value)) {
      return parsed.value as JsonObject
    }
    ctx.addIssue({ code: 'custom', message: parsed.ok ? 'json_object' : parsed.detail })
    return z.NEVER
  })

export const NewKey = z.object({
  agentId: AgentId,
  name: z.string().trim().min(1).max(200),
  scopes: z.array(Scope).min(1),
})
export type NewKey = z.infer<typeof NewKey>

export const PermissionRule = z.object({
  agentId: AgentId,
  toolId: ToolId,
  effect: Effect,
  /** Integer minor units of the tool's currency. */
  maxAmount: z.int().min(0).nullable().default(null),
})
export type PermissionRule = z.input<typeof PermissionRule>
