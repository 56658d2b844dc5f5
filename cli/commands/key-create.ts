import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { createKey } from '@/lib/agents/create-key'
import { NewKey } from '@/lib/agents/schema'

export const command: Command = {
  usage: 'key create <agent> [--name <name>]',
  summary: 'make a key for an agent; it is shown only this once',
  options: { name: { type: 'string', default: 'command line' } },
  database: true,
  async run({ given: [agentId], options: { name }, ctx }) {
    const { id, secret } = await createKey(ctx, check(NewKey, { agentId, name, scopes: ['actions:write', 'actions:read', 'config:read'] }))
    return { json: { key: secret, id }, text: `${secret}\n\nKept nowhere else: copy it now. To revoke it: npx countersign key revoke ${id}` }
  },
}
