import { z } from 'zod'
import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { findPerson } from '@/lib/users/find-person'
import { createWorkspace } from '@/lib/workspaces/create'

const Input = z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens'), name: z.string().trim().min(1).max(200) })

export const command: Command = {
  usage: 'workspace create <id> [--name <name>] [--admin <email>]',
  summary: 'make a workspace; its admin is the first user unless told otherwise',
  options: { name: { type: 'string' }, admin: { type: 'string' } },
  database: true,
  anyWorkspace: true,
  async run({ given: [id], options: { name, admin }, ctx }) {
    const input = check(Input, { id, name: name ?? id })
    const person = await findPerson(typeof admin === 'string' ? admin : undefined)
    await createWorkspace(ctx, { ...input, adminId: person?.id })
    return {
      json: { id: input.id, admin: person?.email ?? null },
      text: `Workspace ${input.id} is there${person ? `; ${person.email} has every role in it` : ''}.`,
    }
  },
}
