import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from '@/lib/agents/read-config'
import { prisma } from '@/lib/db'
import { create as createGroup } from '@/lib/groups/create'
import { change } from '@/lib/tools/change'
import { create } from '@/lib/tools/create'
import { configLog } from '@/tests/support/config-log'
import { aWorld } from '@/tests/support/world'

const find = (workspaceId: string, id: string) => prisma.tool.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId, id } } })
const TYPED = '{ "type": "object",\n  "required": ["n"], "properties": { "n": { "type": "integer", "minimum": 1 } } }'
const STORED = '{"properties":{"n":{"minimum":1,"type":"integer"}},"required":["n"],"type":"object"}'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('a schema is stored as its RFC 8785 text with its hash, however it was typed', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'pay', inputSchema: TYPED, requiredApprovals: 2 })
  expect(await find(world.workspace, 'pay')).toMatchObject({ inputSchema: STORED, schemaSha256: sha256(STORED), requiredApprovals: 2 })
  expect(await change(admin, { toolId: 'pay', change: { inputSchema: STORED } })).toEqual({ version: 1 })
})

test('a changed schema is a new version, told with its old and new text in the history', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'pay', inputSchema: TYPED })
  await change(admin, { toolId: 'pay', change: { inputSchema: '{"type":"object"}', requiredApprovals: 3 } })
  expect(await find(world.workspace, 'pay')).toMatchObject({ inputSchema: '{"type":"object"}', schemaSha256: sha256('{"type":"object"}'), version: 2 })
  expect((await configLog(world.workspace)).at(-1)?.changes).toEqual([
    { field: 'input_schema', old: STORED, new: '{"type":"object"}' },
    { field: 'required_approvals', old: 1, new: 3 },
  ])
  await change(admin, { toolId: 'pay', change: { inputSchema: null } })
  expect(await find(world.workspace, 'pay')).toMatchObject({ inputSchema: null, schemaSha256: null })
})

test('changing something else leaves the schema and its hash alone', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'pay', inputSchema: TYPED })
  await change(admin, { toolId: 'pay', change: { name: 'Pay' } })
  expect(await find(world.workspace, 'pay')).toMatchObject({ name: 'Pay', inputSchema: STORED, schemaSha256: sha256(STORED) })
})

const pad = 'x'.repeat(65_536)
test.each([
  ['is no JSON', '{"type": object}', /^not_json$/],
  ['names a key twice', '{"type":"object",\n"type":"object"}', /^not_json$/],
  ['is no object', '[]', /^json_object$/],
  ['is for something that is no object', '{"type":"string"}', /^schema_not_for_objects$/],
  ['is of another draft', '{"$schema":"http://json-schema.org/draft-07/schema#"}', /^schema_draft$/],
  ['breaks the meta-schema', '{"properties":{"a":{"type":"strin"}}}', /type must be/],
  ['holds a pattern that does not compile', '{"properties":{"a":{"pattern":"("}}}', /Invalid regular expression/],
  ['refers to another document', '{"properties":{"a":{"$ref":"https://example.com/a.json"}}}', /^schema_remote_ref$/],
  ['refers to another document in a nested place', '{"allOf":[{"$dynamicRef":"other#a"}]}', /^schema_remote_ref$/],
  ['refers to nothing', '{"$ref":"#/$defs/none"}', /resolve reference/],
  ['would answer later', '{"$async":true}', /^schema_async$/],
  ['never ends', '{"$ref":"#"}', /stack/],
  ['is too large', `{"title":"${pad}"}`, /^schema_too_large$/],
])('a schema that %s is refused and nothing is stored', async (_, inputSchema, message) => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const refusal = { code: 'invalid', more: { errors: [{ path: '/inputSchema', message: expect.stringMatching(message) }] } }
  await expect(create(admin, { id: 'pay', inputSchema })).rejects.toMatchObject(inputSchema.length > 65_536 ? {} : refusal)
  await world.tool('other', 3)
  await expect(change(admin, { toolId: 'other', change: { inputSchema } })).rejects.toMatchObject(refusal)
  expect(await prisma.tool.findMany({ where: { workspaceId: world.workspace }, select: { inputSchema: true } })).toEqual([{ inputSchema: null }])
})

test('text that is no JSON is refused by a code, for words in the language of the reader, and by the line for everybody else', async () => {
  const world = await aWorld()
  const refused = create(await world.person(['admin']), { id: 'pay', inputSchema: '{"type":"object",\n"type":"object"}' })
  await expect(refused).rejects.toMatchObject({ detail: expect.stringMatching(/: Line 2: .*appears twice/), more: { errors: [{ message: 'not_json' }] } })
})

test('a tool asks only a group that is there, of its own workspace', async () => {
  const [world, other] = [await aWorld(), await aWorld()]
  const admin = await world.person(['admin'])
  await createGroup(await other.person(['admin']), { id: 'finance' })
  const refusal = { code: 'invalid', more: { errors: [{ path: '/reviewerGroup', message: 'no_group' }] } }
  await expect(create(admin, { id: 'pay', reviewerGroup: 'finance' })).rejects.toMatchObject(refusal)
  await create(admin, { id: 'pay' })
  await expect(change(admin, { toolId: 'pay', change: { reviewerGroup: 'finance' } })).rejects.toMatchObject(refusal)
  await createGroup(admin, { id: 'finance' })
  await change(admin, { toolId: 'pay', change: { reviewerGroup: 'finance' } })
  expect(await find(world.workspace, 'pay')).toMatchObject({ reviewerGroup: 'finance' })
})

test('an agent reads the schema of its tools in its config', async () => {
  const world = await aWorld()
  const agent = await world.agent('bot')
  const admin = await world.person(['admin'])
  await create(admin, { id: 'pay', inputSchema: TYPED })
  await create(admin, { id: 'plain' })
  expect((await readConfig(agent)).tools.map(({ id, input_schema }) => ({ id, input_schema }))).toEqual([
    { id: 'pay', input_schema: JSON.parse(TYPED) as unknown },
    { id: 'plain', input_schema: null },
  ])
})
