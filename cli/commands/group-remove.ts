import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { change } from '@/lib/groups/change'
import { ChangeGroup } from '@/lib/groups/schema'
import { notFound } from '@/lib/errors'
import { findPerson } from '@/lib/users/find-person'

export const command: Command = {
  usage: 'group remove <id> <email>',
  summary: 'take somebody out of a group of reviewers',
  database: true,
  async run({ given: [id, email], ctx }) {
    const person = await findPerson(String(email))
    if (!person) throw notFound('person')
    const { members } = await change(ctx, check(ChangeGroup, { groupId: id, remove: [person.id] }))
    return { json: { id, email: person.email, members }, text: `${person.email} is not in ${id}; it has ${members} ${members === 1 ? 'member' : 'members'}.` }
  },
}
