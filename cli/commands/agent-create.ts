import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { create } from '@/lib/agents/create'
import { CreateAgent } from '@/lib/agents/schema'
import { findPerson } from '@/lib/users/find-person'

export const command: Command = {
  usage: 'agent create <id> [--name <name>] [--team <team>] [--owner <email>]',
  summary: 'register an agent; it can do nothing until it has a key',
  options: { name: { type: 'string' }, team: { type: 'string' }, owner: { type: 'string' } },
  database: true,
  async run({ given: [id], options: { name, team, owner }, ctx }) {
    const person = typeof owner === 'string' ? await findPerson(owner) : undefined
    const agent = await create(ctx, check(CreateAgent, { id, name: name ?? id, team, ownerId: person?.id }))
    return { json: agent, text: `Agent ${agent.id} is there. Next: npx countersign key create ${agent.id}` }
  },
}
