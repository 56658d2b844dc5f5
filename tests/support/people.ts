import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { findSession, type Session } from '@/lib/auth/find-session'
import { signIn } from '@/lib/auth/sign-in'
import { asWorkspaceId, systemCtx, type Ctx, type Role, type WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createUser } from '@/lib/users/create'
import { createWorkspace } from '@/lib/workspaces/create'

export const PASSWORD = 'seven quiet herons 41'
const random = () => randomBytes(4).toString('hex')

export interface Person {
  id: string
  email: string
}

/** A workspace of its own, made as the operator makes one. */
export async function aWorkspace(id = `w-${random()}`): Promise<WorkspaceId> {
  return createWorkspace(operator(id), { id, name: `Workspace ${id}` })
}

export const operator = (workspace: string): Ctx => systemCtx(asWorkspaceId(workspace), 'system:cli', newId())

export async function aPerson(workspace: WorkspaceId, ...roles: Role[]): Promise<Person> {
  const email = `p-${random()}@example.com`
  const { userId } = await createUser(operator(workspace), { email, name: 'Some Person', roles, password: PASSWORD })
  return { id: userId, email }
}

/** Signs in as the sign-in page does; every call comes from another address unless one is given. */
export async function aSession({ email }: Pick<Person, 'email'>, password = PASSWORD, ip = `ip-${random()}`): Promise<string> {
  const result = await signIn({ email, password }, { requestId: newId(), ip, userAgent: 'test' })
  if (!result.ok) throw new Error(`not signed in: ${result.reason}`)
  return result.sessionId
}

/** What a door makes of a session, asked anew as on every request. Null when the session no longer holds. */
export async function ctxOf(sessionId: string): Promise<Ctx | null> {
  const session = await findSession(sessionId)
  return session && asCtx(session)
}

const asCtx = ({ user, workspace, roles, sessionId }: Session): Ctx => ({
  workspace: workspace.id,
  actor: { kind: 'user', id: user.id, email: user.email, roles, sessionId },
  requestId: newId(),
})

export async function signedIn(person: Person): Promise<Ctx> {
  const ctx = await ctxOf(await aSession(person))
  if (!ctx) throw new Error('the session does not hold')
  return ctx
}

/** Moves a row into the past, or breaks it, as only the owner of the database could: no audit entry is asked for. */
export async function rewrite(sql: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    const { rowCount } = await client.query(sql, values)
    if (!rowCount) throw new Error('rewrote nothing')
  } finally {
    await client.end()
  }
}

interface Entry {
  event: string
  kind: string
  success: boolean
  actor: string
  userId: string | null
  changes: { field: string; old: unknown; new: unknown }[] | null
  input: string | null
  output: string | null
}

/** What the log of a workspace says about a person, oldest first. */
export const entriesAbout = (workspace: string, userId: string) =>
  query<Entry>(
    `SELECT action AS event, action_type AS kind, success, actor_id AS actor, user_id AS "userId", changes,
        input_data AS input, output_data AS output
      FROM agent_audit_log WHERE workspace_id = $1 AND user_id = $2 ORDER BY "timestamp", id`,
    [workspace, userId],
  )
