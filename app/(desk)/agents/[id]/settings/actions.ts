'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { checkbox, wholeNumber } from '@/app/form-fields'
import { changeSettings } from '@/lib/agents/change-settings'
import { AgentId, SettingsJson, type AgentSettings } from '@/lib/agents/schema'
import { ToolId } from '@/packages/sdk/contract/actions'

/** The open text of a tag input comes along, mostly empty. */
const toolList = () =>
  z.array(z.string().trim()).transform((ids) => [...new Set(ids.filter(Boolean))]).pipe(z.array(ToolId).max(500))
const FIELDS = [
  'approvalRequired', 'autoTrigger', 'maxActionsPerHour', 'trustCeiling', 'allowedTools', 'blockedTools', 'customPrompt', 'settings',
] as const satisfies readonly (keyof AgentSettings)[]

const SettingsForm = z.object({
  agentId: AgentId,
  version: wholeNumber(0, 2_147_483_647),
  /** What the person touched; without JavaScript nothing says so, and every field counts. */
  changed: z.array(z.enum(FIELDS)),
  approvalRequired: checkbox(),
  autoTrigger: checkbox(),
  maxActionsPerHour: wholeNumber(0, 1_000_000),
  trustCeiling: wholeNumber(0, 4),
  allowedTools: toolList(),
  blockedTools: toolList(),
  // Forms send line breaks as CRLF.
  customPrompt: z.string().transform((text) => text.replaceAll('\r\n', '\n')).pipe(z.string().max(20_000)),
  settings: SettingsJson,
})

export const saveSettings = defineAction(SettingsForm, 'agents.change', async (ctx, { agentId, version, changed, ...fields }) => {
  const touched = changed.length > 0 ? changed : FIELDS
  const change = Object.fromEntries(touched.map((name) => [name, fields[name]])) as Partial<AgentSettings>
  try {
    await changeSettings(ctx, { agentId, version, change })
  } finally {
    // Also after a conflict: the form then shows what is stored around what was typed.
    revalidatePath('/agents', 'layout')
  }
})
