import { randomUUID } from 'node:crypto'
import { Pool, type PoolClient } from 'pg'
import { hashSecret, newSecret, prefixOf } from '@/lib/auth/api-keys'
import { asWorkspaceId, type Ctx, type WorkspaceId } from '@/lib/context'
import type { Scope } from '@/packages/sdk/contract/scopes'

/** The owner's connections: for setting scenes and looking at rows, never through the product's own code. */
export const owner = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 })

const ALL: Scope[] = ['actions:write', 'actions:read', 'config:read']

export interface World {
  workspace: WorkspaceId
  agent: string
  key: string
  keyId: string
  reviewer: Ctx
}

/** Runs without triggers: a scene needs no audit entries. */
export async function scene<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect()
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

export const set = (sql: string, values: unknown[] = []) => scene((client) => client.query(sql, values))

export const rows = async <R extends object>(sql: string, values: unknown[] = []): Promise<R[]> =>
  (await owner.query<R>(sql, values)).rows

/** A workspace with one agent, its key, a reviewer without hold, and three tools of level 0, 3 and 3 with an amount. */
export async function makeWorld(): Promise<World> {
  const id = randomUUID()
  const workspace = asWorkspaceId(`w-${id.slice(0, 8)}`)
  const email = `rev-${id.slice(0, 8)}@example.com`
  await scene(async (client) => {
    await client.query('INSERT INTO workspaces (id, name, approval_hold_ms) VALUES ($1, $1, 0)', [workspace])
    await client.query('INSERT INTO users (id, email, name) VALUES ($1, $2, $2)', [id, email])
    await client.query(`INSERT INTO members (workspace_id, id, roles) VALUES ($1, $2, '{reviewer}')`, [workspace, id])
    await client.query(
      `INSERT INTO tools (workspace_id, id, name, trust_level, amount_path, currency)
       VALUES ($1, 'look', 'Look', 0, NULL, NULL), ($1, 'change', 'Change', 3, NULL, NULL), ($1, 'refund', 'Refund', 3, '/cents', 'USD')`,
      [workspace],
    )
  })
  const reviewer: Ctx = {
    workspace,
    requestId: 'test',
    actor: { kind: 'user', id, email, roles: ['reviewer'], sessionId: randomUUID() },
  }
  return { workspace, ...(await makeAgent(workspace)), reviewer }
}

export async function makeAgent(workspace: WorkspaceId, scopes = ALL): Promise<{ agent: string; key: string; keyId: string }> {
  const agent = `a-${randomUUID().slice(0, 8)}`
  await set(`INSERT INTO agents (workspace_id, id, name, created_by) VALUES ($1, $2, $2, 'test')`, [workspace, agent])
  await set(`INSERT INTO agent_settings (workspace_id, agent_id, updated_by) VALUES ($1, $2, 'test')`, [workspace, agent])
  return { agent, ...(await makeKey(workspace, agent, scopes)) }
}

export async function makeKey(workspace: WorkspaceId, agent: string, scopes = ALL): Promise<{ key: string; keyId: string }> {
  const key = newSecret()
  const keyId = randomUUID()
  await set(
    `INSERT INTO api_keys (workspace_id, id, agent_id, name, prefix, secret_sha256, scopes, created_by, last_used_at)
     VALUES ($1, $2, $3, 'test', $4, $5, $6, 'test', clock_timestamp())`,
    [workspace, keyId, agent, prefixOf(key), hashSecret(key), scopes],
  )
  return { key, keyId }
}

export const settings = (world: Pick<World, 'workspace' | 'agent'>, column: string, value: unknown) =>
  set(`UPDATE agent_settings SET ${column} = $3 WHERE workspace_id = $1 AND agent_id = $2`, [world.workspace, world.agent, value])

/** Every row of every table, as one digest per table: equal before and after means that nothing changed. */
export async function everything(): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await rows<{ digest: string }>(
      `SELECT count(*) || ' rows ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${name} t`,
    )
    digests[name] = row?.digest ?? ''
  }
  return digests
}
