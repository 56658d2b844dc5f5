import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { create } from '@/lib/groups/create'
import { CreateGroup } from '@/lib/groups/schema'

export const command: Command = {
  usage: 'group create <id> [--name <name>]',
  summary: 'make a group of reviewers; a tool with this group asks only its members',
  options: { name: { type: 'string' } },
  database: true,
  async run({ given: [id], options: { name }, ctx }) {
    const group = await create(ctx, check(CreateGroup, { id, name }))
    return { json: group, text: `Group ${group.id} is there. Next: npx countersign group add ${group.id} <email>` }
  },
}
