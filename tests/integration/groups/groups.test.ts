import { expect, test } from 'vitest'
import { query } from '@/lib/db'
import { change } from '@/lib/groups/change'
import { create } from '@/lib/groups/create'
import { listCandidates, listGroups } from '@/lib/groups/queries'
import { change as changeTool } from '@/lib/tools/change'
import { createUser } from '@/lib/users/create'
import { removeMember } from '@/lib/users/remove'
import { aWorld, type World } from '@/tests/support/world'

const log = (world: World) =>
  query<{ event: string; group: string; changes: unknown }>(
    `SELECT action AS event, input_data::jsonb ->> 'group' AS "group", changes FROM agent_audit_log
      WHERE workspace_id = $1 AND action LIKE 'group.%' ORDER BY "timestamp", id`,
    [world.workspace],
  )
const emails = async (world: World, id: string) => (await listGroups(await world.person(['admin']))).find((group) => group.id === id)?.members.map(({ email }) => email)

test('a group is made with its people, and one entry tells who they are', async () => {
  const world = await aWorld()
  const [admin, noa, omer] = [await world.person(['admin']), await world.person(['reviewer'], 'noa@g.example'), await world.person(['reviewer'], 'omer@g.example')]
  expect(await create(admin, { id: 'finance', name: 'Finance', members: [omer.actor.id, noa.actor.id] })).toEqual({ id: 'finance', name: 'Finance' })
  expect(await emails(world, 'finance')).toEqual(['noa@g.example', 'omer@g.example'])
  expect(await log(world)).toEqual([{
    event: 'group.created', group: 'finance',
    changes: [{ field: 'name', old: null, new: 'Finance' }, { field: 'members', old: null, new: ['noa@g.example', 'omer@g.example'] }],
  }])
  await expect(create(admin, { id: 'finance' })).rejects.toMatchObject({ code: 'conflict', more: { errors: [{ path: '/id', message: 'taken' }] } })
})

test('renaming, adding and removing is one entry by field, and repeating it is none', async () => {
  const world = await aWorld()
  const [admin, noa, omer] = [await world.person(['admin']), await world.person(['reviewer'], 'noa@h.example'), await world.person(['reviewer'], 'omer@h.example')]
  await create(admin, { id: 'finance', members: [noa.actor.id] })
  const wish = { groupId: 'finance', name: 'Money', add: [omer.actor.id], remove: [noa.actor.id] }
  expect(await change(admin, wish)).toEqual({ members: 1 })
  expect(await change(admin, wish)).toEqual({ members: 1 })
  expect((await log(world)).slice(1)).toEqual([{
    event: 'group.changed', group: 'finance',
    changes: [{ field: 'name', old: 'finance', new: 'Money' }, { field: 'members', old: ['noa@h.example'], new: ['omer@h.example'] }],
  }])
})

test('of two admins who each add somebody at once, neither loses', async () => {
  const world = await aWorld()
  const [one, two] = [await world.person(['admin']), await world.person(['admin'])]
  await create(one, { id: 'finance' })
  await Promise.all([one, two].map((admin) => change(admin, { groupId: 'finance', add: [admin.actor.id] })))
  expect(await emails(world, 'finance')).toEqual([one.actor.email, two.actor.email].sort())
})

test("only an admin changes groups; another workspace's group or person is not found", async () => {
  const [world, other] = [await aWorld(), await aWorld()]
  const [admin, stranger] = [await world.person(['admin']), await other.person(['admin'])]
  const reader = await world.person(['reviewer', 'manager', 'auditor'])
  await create(admin, { id: 'finance' })
  await expect(create(reader, { id: 'mine' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change(reader, { groupId: 'finance', add: [reader.actor.id] })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change(stranger, { groupId: 'finance', name: 'Theirs' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(change(admin, { groupId: 'finance', add: [stranger.actor.id] })).rejects.toMatchObject({ code: 'not_found' })
  expect(await listGroups(stranger)).toEqual([])
  expect(await log(world)).toHaveLength(1)
})

test('who leaves the workspace leaves its groups, and is not back in them when invited again', async () => {
  const world = await aWorld()
  const [admin, noa] = [await world.person(['admin']), await world.person(['reviewer'])]
  await create(admin, { id: 'finance', members: [noa.actor.id] })
  await removeMember(admin, { userId: noa.actor.id })
  await createUser(admin, { email: noa.actor.email, name: 'Noa', roles: ['reviewer'] })
  expect(await emails(world, 'finance')).toEqual([])
})

test('the list says which tools ask a group, how many people they need and who of it can decide', async () => {
  const world = await aWorld()
  const [admin, noa] = [await world.person(['admin'], `a@${world.workspace}.example`), await world.person(['reviewer'], `b@${world.workspace}.example`)]
  await create(admin, { id: 'finance', name: 'Finance', members: [admin.actor.id, noa.actor.id] })
  await world.tool('pay', 3)
  await world.tool('wipe', 4)
  await changeTool(admin, { toolId: 'pay', change: { reviewerGroup: 'finance' } })
  expect((await listGroups(admin))[0]).toMatchObject({ tools: ['pay'], required: 1 })
  await changeTool(admin, { toolId: 'wipe', change: { reviewerGroup: 'finance' } })
  const [group] = await listGroups(admin)
  expect(group).toMatchObject({ name: 'Finance', tools: ['pay', 'wipe'], required: 2 })
  expect(group?.members.map(({ decides }) => decides)).toEqual([false, true])
  expect((await listCandidates(admin)).map(({ id }) => id)).toEqual([noa.actor.id, admin.actor.id])
})
