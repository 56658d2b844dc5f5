import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { canonical } from '@/lib/audit/canonical'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { closeDb, prisma } from '@/lib/db'
import { aWorld, type AgentCtx } from '@/tests/support/world'
import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'
import { size } from './support/size'

// What runs is what was approved: whatever is done to the arguments after the approval, if their canonical form differs, nothing starts.
afterAll(closeDb)

const MUTATIONS = size(2_000, 100_000)
const AT_ONCE = 16

const TWINS: Record<string, string> = { a: '\u0430', e: '\u0435', o: '\u043e', '-': '\u2010', ' ': '\u00a0', '0': '\u0660', é: 'e\u0301' }
const HIDDEN = ['\u200b', '\u200d', '\u202e', '\ufeff', '\u00ad', '\u{e0041}', '\u0007']

const approved: JsonObject = {
  order: 'ORD-00123',
  amount_cents: 184_000,
  note: 'café, please – today',
  express: false,
  lines: [{ sku: 'A-1', qty: 2 }, { sku: 'B-2', qty: 0.5 }],
  customer: { id: 'CUST-042', tags: ['vip', 'eu'], manager: null },
}

type Path = (string | number)[]

function pathsOf(value: JsonValue, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [here]
  const inside = Object.entries(value).flatMap(([key, each]) => pathsOf(each as JsonValue, [...here, Array.isArray(value) ? Number(key) : key]))
  return [here, ...inside]
}
const paths = pathsOf(approved).filter((path) => path.length > 0)

function place(root: JsonObject, path: Path): { holder: Record<string | number, JsonValue>; key: string | number } {
  const holder = path.slice(0, -1).reduce<JsonValue>((value, key) => (value as Record<string | number, JsonValue>)[key] as JsonValue, root)
  return { holder: holder as Record<string | number, JsonValue>, key: path.at(-1) as string | number }
}

/** The same value as another type, where there is one that looks alike. */
function retyped(value: JsonValue): JsonValue {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null) return 'null'
  if (typeof value === 'string') return Number.isNaN(Number(value)) ? [value] : Number(value)
  return Array.isArray(value) ? { ...value } : Object.values(value)
}

function respelled(value: string, at: number, hidden: string): string {
  const spot = at % (value.length + 1)
  const twin = TWINS[value[spot] ?? '']
  return twin ? value.slice(0, spot) + twin + value.slice(spot + 1) : value.slice(0, spot) + hidden + value.slice(spot)
}

const scalar = fc.oneof(fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text) && !text.includes('\0')), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }))
const mutation = fc.record({
  path: fc.constantFrom(...paths),
  kind: fc.constantFrom('replace', 'retype', 'respell', 'rename', 'remove', 'add'),
  value: scalar,
  at: fc.nat(64),
  hidden: fc.constantFrom(...HIDDEN),
})

function mutated({ path, kind, value, at, hidden }: { path: Path; kind: string; value: JsonValue; at: number; hidden: string }): JsonObject {
  const copy = structuredClone(approved)
  const { holder, key } = place(copy, path)
  const old = holder[key] as JsonValue
  if (kind === 'replace') holder[key] = value
  else if (kind === 'retype') holder[key] = retyped(old)
  else if (kind === 'respell') holder[key] = typeof old === 'string' ? respelled(old, at, hidden) : typeof old === 'number' ? old + (at + 1) / 64 : old
  else if (kind === 'add') holder[Array.isArray(holder) ? holder.length : `${String(key)}${hidden}`] = value
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else {
    delete holder[key]
    if (kind === 'rename') holder[respelled(String(key), at, hidden)] = old
  }
  return copy
}

async function anApprovedAction(): Promise<{ agent: AgentCtx; id: string }> {
  const world = await aWorld()
  const agent = await world.agent('payer', { settings: { autoTrigger: true } })
  await world.tool('pay', 3)
  const asked = await submit(agent, { tool: 'pay', args: approved })
  if (asked.dry_run || !asked.approval) throw new Error('not put to people')
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval.id } })
  await decide(await world.person(), { approvalId: asked.approval.id, decision: 'approve', actionHash })
  return { agent, id: asked.id }
}

test(`of ${MUTATIONS} changed arguments none starts, and the right ones still do`, async () => {
  const { agent, id } = await anApprovedAction()
  const text = canonical(approved)
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  console.log(`mutations: seed ${seed}`)
  const kinds: Record<string, number> = {}
  let tried = 0
  for (let round = 0; tried < MUTATIONS; round++) {
    const batch = fc.sample(mutation, { seed: seed + round, numRuns: 500 })
    for (let from = 0; from < batch.length && tried < MUTATIONS; from += AT_ONCE) {
      await Promise.all(
        batch.slice(from, from + AT_ONCE).map(async (each) => {
          const args = mutated(each)
          if (canonical(args) === text) return
          const refused = await start(agent, id, { args }).catch((error: unknown) => error)
          expect(refused, JSON.stringify(each)).toMatchObject({ code: 'args_mismatch' })
          kinds[each.kind] = (kinds[each.kind] ?? 0) + 1
          tried += 1
        }),
      )
    }
  }
  console.log(`mutations: ${tried} refused`, kinds)
  expect(Object.keys(kinds)).toHaveLength(6)
  expect(await prisma.grant.count({ where: { actionId: id } })).toBe(0)
  expect(await start(agent, id, { args: JSON.parse(text) as JsonObject })).toMatchObject({ state: 'executing' })
}, 1_200_000)
