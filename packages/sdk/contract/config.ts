import { z } from 'zod'
import { Amount } from './actions'
import { JsonObject } from './json'
import { Effect, TrustLevel } from './verdict'

/** What an agent may know about itself: its effective settings and the tools it can ask for. */
export const AgentConfig = z.object({
  workspace: z.string(),
  agent: z.object({ id: z.string(), name: z.string() }),
  settings: z.object({
    enabled: z.boolean(),
    auto_trigger: z.boolean(),
    approval_required: z.boolean(),
    max_actions_per_hour: z.int(),
    allowed_tools: z.array(z.string()).meta({ description: 'empty: all' }),
    blocked_tools: z.array(z.string()),
    trust_ceiling: TrustLevel,
    settings: JsonObject,
    version: z.int(),
  }),
  custom_prompt: z.string().nullable(),
  tools: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      trust_level: TrustLevel,
      permission: Effect.nullable().meta({ description: 'null: no permission is set, the agent may ask' }),
      max_amount: Amount.nullable(),
      input_schema: JsonObject.nullable().meta({ description: 'JSON Schema 2020-12 of the arguments; null: none is known' }),
    }),
  ),
})
export type AgentConfig = z.infer<typeof AgentConfig>
