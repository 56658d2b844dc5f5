import { afterAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { ROLES, type Role } from '@/lib/context'
import { closeDb, prisma } from '@/lib/db'
import { find } from '@/lib/search/find'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

/** A workspace where everything that can be found has "falcon" in its name. */
async function falcons() {
  const world = await aWorld()
  const agent = await world.agent('falcon-agent')
  await world.tool('falcon_tool', 3)
  const asked = await submit(agent, { tool: 'falcon_tool', args: {}, action_name: 'Buy a falcon', action_name_he: 'קניית בז' })
  const { id: approval } = await prisma.approval.findFirstOrThrow({ where: { workspaceId: world.workspace } })
  const { id: entry } = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: world.workspace, event: 'action.submitted' } })
  return { world, action: asked.id ?? '', approval, entry, kinds: async (roles: readonly Role[], words: string) => (await find(await world.person(roles), words)).map(({ kind }) => kind) }
}

test('finds agents, tools, approvals and people by what is in their names, in either language and any case', async () => {
  const { world, kinds } = await falcons()
  await world.person(['reviewer'], `falcon-${world.workspace}@example.com`)
  expect(await kinds(ROLES, 'FALCON')).toEqual(['agent', 'tool', 'approval', 'person'])
  expect(await kinds(ROLES, 'בז')).toEqual(['approval'])
  expect(await kinds(ROLES, ' ')).toEqual([])
  expect(await kinds(ROLES, 'falc_n'), 'an underscore is a letter, no wildcard').toEqual([])
})

test('finds an entry, an action, an approval and a person by id', async () => {
  const { world, action, approval, entry, kinds } = await falcons()
  const person = await world.person()
  expect(await kinds(ROLES, entry.toUpperCase())).toEqual(['entry'])
  expect(await kinds(ROLES, action)).toEqual(['action'])
  expect(await kinds(ROLES, approval)).toEqual(['approval'])
  expect(await kinds(ROLES, person.actor.id)).toEqual(['person'])
})

test('each role finds what it may open and nothing else', async () => {
  const { world, action, approval, entry, kinds } = await falcons()
  const { actor } = await world.person(['reviewer'], `falcon-${world.workspace}@example.com`)
  const all = async (role: Role) => new Set((await Promise.all(['falcon', action, approval, entry, actor.id].map((words) => kinds([role], words)))).flat())
  expect(await all('reviewer')).toEqual(new Set(['agent', 'tool', 'approval', 'action', 'entry']))
  expect(await all('manager')).toEqual(new Set(['agent', 'tool']))
  expect(await all('admin')).toEqual(new Set(['agent', 'tool', 'person', 'entry']))
  expect(await all('auditor')).toEqual(new Set(['agent', 'tool', 'approval', 'action', 'person', 'entry']))
})

test('a reviewer does not find an entry of a configuration change by its id', async () => {
  const { world, kinds } = await falcons()
  const { id } = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: world.workspace, event: 'test.tool' } })
  expect(await kinds(['reviewer'], id)).toEqual([])
  expect(await kinds(['auditor'], id)).toEqual(['entry'])
})

test('nothing of another workspace is found, by name or by id', async () => {
  const { action, approval, entry } = await falcons()
  const elsewhere = await (await aWorld()).person(ROLES)
  for (const words of ['falcon', action, approval, entry]) expect(await find(elsewhere, words), words).toEqual([])
})
