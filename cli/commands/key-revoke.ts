import type { Command } from '@/cli/command'
import { revokeKey } from '@/lib/agents/revoke-key'

export const command: Command = {
  usage: 'key revoke <id>',
  summary: 'end a key with its next request',
  database: true,
  async run({ given: [keyId], ctx }) {
    const { id, agentId } = await revokeKey(ctx, { keyId: String(keyId) })
    return { json: { id, agent: agentId, revoked: true }, text: `Key ${id} of ${agentId} is revoked.` }
  },
}
