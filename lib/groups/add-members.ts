import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { notFound } from '@/lib/errors'

interface Adding {
  groupId: string
  /** The workspace's members, locked. */
  people: readonly { id: string; email: string }[]
  add: readonly string[]
}

const ADD = `INSERT INTO reviewer_group_members (workspace_id, group_id, member_id)
  SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`

/** Puts members into a group; who is no member of the workspace is not found. Returns their e-mails. */
export async function addMembers(tx: Tx, ctx: Ctx, { groupId, people, add }: Adding): Promise<string[]> {
  const emails = add.map((id) => {
    const person = people.find((one) => one.id === id)
    if (!person) throw notFound('member')
    return person.email
  })
  if (add.length) await tx.sql(ADD, [ctx.workspace, groupId, [...new Set(add)]])
  return [...new Set(emails)].sort()
}
