import { z } from 'zod'

export const GroupId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'slug')
export const GroupName = z.string().trim().min(1).max(200)
const people = z.array(z.uuid()).max(1000)

export const CreateGroup = z.object({ id: GroupId, name: GroupName.optional(), members: people.default([]) })
export type CreateGroup = z.input<typeof CreateGroup>

/** What comes and goes, not what shall be there: two admins at once then lose nothing of each other. */
export const ChangeGroup = z.object({ groupId: GroupId, name: GroupName.optional(), add: people.default([]), remove: people.default([]) })
export type ChangeGroup = z.input<typeof ChangeGroup>
