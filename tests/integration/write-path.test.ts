import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { systemCtx } from '@/lib/context'
import { next, type ActionEvent } from '@/lib/actions/machine'
import { closeDb, prisma, query, type Sql } from '@/lib/db'
import { newId } from '@/lib/ids'
import { refuse, transact, unchanged } from '@/lib/transact'
import { AppError } from '@/lib/errors'
import { ActionState } from '@/packages/sdk/contract/actions'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

const EVENTS: ActionEvent[] = [
  'approve', 'reject', 'expire', 'cancel', 'void', 'retract', 'start', 'lapse', 'succeed', 'fail', 'lose', 'settle_succeeded', 'settle_failed',
]
const ctxOf = (world: Awaited<ReturnType<typeof aWorld>>) => systemCtx(world.workspace, 'system:test', newId())

test('Prisma and SQL inside transact share one connection and one transaction', async () => {
  const world = await aWorld()
  await transact(ctxOf(world), 'setup.run', async ({ db, sql }) => {
    const [mine] = await sql<{ pid: number; xid: string }>('SELECT pg_backend_pid() AS pid, pg_current_xact_id()::text AS xid')
    const [prismas] = await db.$queryRaw<{ pid: number; xid: string }[]>`SELECT pg_backend_pid() AS pid, pg_current_xact_id()::text AS xid`
    expect(mine).toEqual(prismas)
    return unchanged(undefined)
  })
})

test('64 transactions at once each keep their own connection', async () => {
  const world = await aWorld()
  const same = await Promise.all(
    Array.from({ length: 64 }, () =>
      transact(ctxOf(world), 'setup.run', async ({ db, sql }) => {
        const [mine] = await sql<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_sleep(0.01)')
        const [prismas] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
        return unchanged(mine?.pid === prismas?.pid)
      }),
    ),
  )
  expect(same).not.toContain(false)
})

test('a change and its audit entry are one: when the entry cannot be written, nothing is', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ db }) => {
    await db.tool.create({ data: { workspaceId: world.workspace, id: 'half', name: 'half' } })
    return { value: 1, audit: [{ kind: 'nonsense' as 'system', event: 'tool.created' }] }
  })
  await expect(attempt).rejects.toThrow(/check constraint/)
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
})

test('the database refuses a commit that changed the domain and wrote no entry', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ db }) => {
    await db.tool.create({ data: { workspaceId: world.workspace, id: 'silent', name: 'silent' } })
    return unchanged(undefined)
  })
  await expect(attempt).rejects.toThrow(/unaudited change of tools/)
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
})

test('a refusal that found something commits what it found, then throws', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ db }) => {
    await db.tool.create({ data: { workspaceId: world.workspace, id: 'kept', name: 'kept' } })
    return refuse(new AppError('conflict', 'late'), { kind: 'system', event: 'test.found' })
  })
  await expect(attempt).rejects.toMatchObject({ code: 'conflict' })
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(1)
})

test('a write sent ahead that fails fails the commit with its own error, whatever came after it, and nothing is written', async () => {
  const world = await aWorld()
  const entry = { kind: 'system', event: 'test.written' } as const
  const attempt = (then: (read: () => Promise<unknown>) => Promise<unknown>) =>
    transact(ctxOf(world), 'setup.run', async ({ db, sql, send }) => {
      await db.tool.create({ data: { workspaceId: world.workspace, id: 'ahead', name: 'ahead' } })
      send('INSERT INTO tools (workspace_id, id, name) VALUES ($1, $2, $3)', ['no-such-workspace', 'ahead', 'ahead'])
      await then(() => sql('SELECT 1'))
      return { value: undefined, audit: [entry] }
    })
  await expect(attempt(async () => undefined)).rejects.toThrow(/foreign key/)
  await expect(attempt((read) => read())).rejects.toThrow(/foreign key/)
  await expect(attempt((read) => read().catch(() => undefined))).rejects.toThrow(/foreign key/)
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
  await expect(transact(ctxOf(world), 'setup.run', async () => ({ value: 'next', audit: [entry] }))).resolves.toBe('next')
})

test('work that swallows a failed statement commits nothing and does not look as if it had', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ sql }) => {
    await sql('SELECT 1/0').catch(() => undefined)
    return unchanged('done')
  })
  await expect(attempt).rejects.toThrow(/rolled back/)
})

test('work left running after a transaction ended writes nothing on its connection', async () => {
  const world = await aWorld()
  const late = async (end: () => Promise<unknown>) => {
    let insert: (() => Promise<unknown>) | undefined
    await transact(ctxOf(world), 'setup.run', async ({ sql }) => {
      await sql('SELECT 1')
      insert = () => sql('INSERT INTO audit_pending (workspace_id, entry_id) VALUES ($1, $2)', [world.workspace, newId()])
      await end()
      return unchanged(undefined)
    }).catch(() => undefined)
    await expect(insert?.()).rejects.toThrow(/transaction is over/)
  }
  await late(async () => undefined)
  await late(() => Promise.reject(new Error('it failed')))
})

test('behind a guard that refuses nothing is answered or kept, whatever the work does, and its refusal is the answer', async () => {
  const world = await aWorld()
  const entry = { kind: 'system', event: 'test.written' } as const
  const answered: unknown[] = []
  const guarded = (accepts: boolean, work: (sql: Sql) => Promise<unknown>) =>
    transact(ctxOf(world), 'setup.run', async (tx) => {
      tx.guard<{ one: number }>('SELECT 1 AS one', [], async (rows, sql) => {
        const [{ one } = { one: 0 }, [two]] = [(await rows)[0], await sql<{ two: number }>('SELECT 2 AS two')]
        if (!accepts) throw new AppError('conflict', `${one} and ${two?.two}`)
      })
      tx.send('INSERT INTO tools (workspace_id, id, name) VALUES ($1, $2, $2)', [world.workspace, 'guarded'])
      await work(tx.sql)
      return { value: undefined, audit: [entry] }
    })
  const works: ((sql: Sql) => Promise<unknown>)[] = [
    async () => undefined,
    async (sql) => answered.push(await sql('SELECT 3')),
    (sql) => sql('SELECT 3').catch(() => undefined),
    () => Promise.reject(new Error('the work failed as well')),
  ]
  for (const work of works) await expect(guarded(false, work)).rejects.toMatchObject({ code: 'conflict', detail: '1 and 2' })
  expect(answered).toEqual([])
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
  await guarded(true, async (sql) => answered.push(await sql('SELECT 3 AS three')))
  expect(answered).toHaveLength(1)
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(1)
})

test('where the guard itself cannot be asked, that is the answer, and what was asked with it bothers nobody', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ sql, guard }) => {
    guard('SELECT 1/0', [], async (rows) => void (await rows))
    await Promise.all([sql('SELECT 1'), sql('SELECT 2')])
    return unchanged(undefined)
  })
  await expect(attempt).rejects.toThrow(/division by zero/)
})

test('Prisma of a transaction is of no use outside it', async () => {
  const world = await aWorld()
  let kept: Parameters<Parameters<typeof transact>[2]>[0]['db'] | undefined
  await transact(ctxOf(world), 'setup.run', async ({ db }) => {
    kept = db
    return unchanged(undefined)
  })
  await expect(kept?.tool.count()).rejects.toThrow(/outside its transaction/)
})

test('a transaction that stays open for more than 15 s is rolled back, and the caller may try again', async () => {
  const world = await aWorld()
  const attempt = transact(ctxOf(world), 'setup.run', async ({ db }) => {
    await db.tool.create({ data: { workspaceId: world.workspace, id: 'slow', name: 'slow' } })
    await sleep(15_500)
    return { value: undefined, audit: [{ kind: 'system', event: 'test.written' }] }
  })
  await expect(attempt).rejects.toMatchObject({ code: 'unavailable' })
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
})

test('no permission, no transaction', async () => {
  const world = await aWorld()
  const manager = await world.person(['manager'])
  let ran = false
  const attempt = transact(manager, 'agents.change', async () => {
    ran = true
    return unchanged(undefined)
  })
  await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
  expect(ran).toBe(false)
})

test('when every connection is taken for too long the answer is unavailable, not a crash', async () => {
  const unreachable = new Error('timeout exceeded when trying to connect')
  const world = await aWorld()
  await expect(transact(ctxOf(world), 'setup.run', () => Promise.reject(unreachable))).rejects.toMatchObject({ code: 'unavailable', status: 503 })
})

test("a row that is held for too long is unavailable through Prisma too, which wraps the database's code", async () => {
  const world = await aWorld()
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  await owner.query('BEGIN')
  await owner.query('SELECT 1 FROM workspaces WHERE id = $1 FOR UPDATE', [world.workspace])
  const attempt = transact(ctxOf(world), 'setup.run', async ({ db, sql }) => {
    await sql("SET LOCAL lock_timeout = '50ms'")
    await db.workspace.update({ where: { id: world.workspace }, data: { name: 'Late' } })
    return { value: 1, audit: [{ kind: 'system', event: 'test.late' }] }
  })
  await expect(attempt).rejects.toMatchObject({ code: 'unavailable', status: 503 })
  await owner.end()
})

test.each(['UPDATE agent_audit_log SET success = true', 'DELETE FROM agent_audit_log', 'TRUNCATE agent_audit_log', 'UPDATE approval_decisions SET comment = NULL', 'DELETE FROM execution_grants', "UPDATE agent_action_events SET tool_args = '{}'", "UPDATE agent_approvals SET parameters = '{}'"])(
  'the role of the doors may not: %s',
  async (statement) => {
    await expect(query(statement)).rejects.toThrow(/permission denied/)
  },
)

test('the database allows exactly the transitions that the state machine knows', async () => {
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  await owner.query(`CREATE TEMP TABLE life (state text, trust_level smallint DEFAULT 3, settled_by_id uuid);
    CREATE TRIGGER keep BEFORE UPDATE OF state ON life FOR EACH ROW EXECUTE FUNCTION keep_terminal_state()`)
  for (const from of ActionState.options) {
    for (const to of ActionState.options) {
      await owner.query('TRUNCATE life')
      await owner.query('INSERT INTO life VALUES ($1)', [from])
      const done = await owner.query(`UPDATE life SET state = $1, settled_by_id = CASE state WHEN 'unknown' THEN gen_random_uuid() END`, [to]).then(() => true, () => false)
      const known = from === to || EVENTS.some((event) => next(from, event) === to)
      expect({ from, to, done }).toEqual({ from, to, done: known })
    }
  }
  await owner.end()
})
