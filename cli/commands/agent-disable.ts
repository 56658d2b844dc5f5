import type { Command } from '@/cli/command'
import { setEnabled } from '@/lib/agents/set-enabled'

export const command: Command = {
  usage: 'agent disable <id>',
  summary: 'the kill switch: from now on the agent is denied everything',
  database: true,
  async run({ given: [id], ctx }) {
    const { agentId, enabled } = await setEnabled(ctx, { agentId: String(id), enabled: false })
    return { json: { id: agentId, enabled }, text: `Agent ${agentId} is disabled.` }
  },
}
