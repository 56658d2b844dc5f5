import type { Command } from '@/cli/command'
import { setEnabled } from '@/lib/agents/set-enabled'

export const command: Command = {
  usage: 'agent enable <id>',
  summary: 'let a disabled agent ask again',
  database: true,
  async run({ given: [id], ctx }) {
    const { agentId, enabled } = await setEnabled(ctx, { agentId: String(id), enabled: true })
    return { json: { id: agentId, enabled }, text: `Agent ${agentId} is enabled.` }
  },
}
