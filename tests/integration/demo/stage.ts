import '@/worker/as-worker'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { createGateway } from '@/gateway/server'
import { decide, type DecideInput } from '@/lib/approvals/decide'
import { asWorkspaceId, systemCtx, type Role } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { stopListening } from '@/lib/live/listen'
import { createUser } from '@/lib/users/create'
import { createWorkspace } from '@/lib/workspaces/create'
import { newId } from '@/lib/ids'

/** A gateway that agents reach over HTTP, in the worker's role as the demo has it. */
export async function openGateway() {
  const app = createGateway()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const close = async () => {
    await app.close()
    await stopListening()
    await closeDb()
  }
  return { url, close }
}

/** A workspace of its own with a person who holds these roles. */
export async function personOf(workspaceId: string, roles: Role[]) {
  const workspace = asWorkspaceId(workspaceId)
  const setup = systemCtx(workspace, 'system:test', newId())
  await createWorkspace(setup, { id: workspaceId, name: workspaceId })
  const email = `${randomUUID()}@example.com`
  const { userId } = await createUser(setup, { email, name: 'Noa', roles })
  return { workspace, requestId: newId(), actor: { kind: 'user' as const, id: userId, email, roles, sessionId: newId() } }
}

type Person = Awaited<ReturnType<typeof personOf>>

const PENDING = `SELECT id, action_hash FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending' AND action_name LIKE $2`

/** Waits for the question, then answers it as a person would. */
export async function answer(person: Person, title: string, decision: DecideInput['decision'], comment?: string) {
  const [approval] = await eventually(
    () => query<{ id: string; action_hash: string }>(PENDING, [person.workspace, title]),
    (rows) => rows.length > 0,
  )
  if (!approval) throw new Error(`nobody asked for ${title}`)
  await decide(person, { approvalId: approval.id, actionHash: approval.action_hash, decision, comment })
}

export async function eventually<T>(read: () => Promise<T>, good: (value: T) => boolean, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const value = await read()
    if (good(value) || Date.now() > end) return value
  }
}
