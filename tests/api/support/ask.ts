import { call, type Answer } from '@/tests/api/support/gateway'
import type { World } from '@/tests/api/support/world'
import { rows } from '@/tests/api/support/world'
import { decide } from '@/lib/approvals/decide'

type Asker = Pick<World, 'key'>

export const submit = (by: Asker, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  call('/v1/actions', { key: by.key, body: { tool: 'change', args: { order: 'ORD-1' }, ...body }, headers })

export const step = (by: Asker, id: unknown, verb: 'start' | 'result' | 'cancel', body: object = {}, headers: Record<string, string> = {}) =>
  call(`/v1/actions/${String(id)}/${verb}`, { key: by.key, body, headers })

export const read = (by: Asker, id: unknown, query = '', signal?: AbortSignal) =>
  call(`/v1/actions/${String(id)}${query}`, { key: by.key, signal })

export const ARGS = { args: { order: 'ORD-1' } }

/** An action that waits for a person. */
export async function pending(by: Asker, body: object = {}): Promise<string> {
  const answer = await submit(by, body)
  if (answer.body.state !== 'pending') throw new Error(`expected pending: ${answer.text}`)
  return String(answer.body.id)
}

/** The reviewer's vote, as the desk casts it. */
export async function vote(world: World, id: string, decision: 'approve' | 'reject' | 'reply', comment?: string): Promise<void> {
  const [approval] = await rows<{ id: string; action_hash: string }>(
    'SELECT id, action_hash FROM agent_approvals WHERE workspace_id = $1 AND action_id = $2',
    [world.workspace, id],
  )
  if (!approval) throw new Error(`no approval for ${id}`)
  await decide(world.reviewer, { approvalId: approval.id, decision, comment, actionHash: approval.action_hash })
}

export async function approved(world: World, body: object = {}): Promise<string> {
  const id = await pending(world, body)
  await vote(world, id, 'approve')
  return id
}

export async function started(world: World): Promise<string> {
  const id = await approved(world)
  const answer = await step(world, id, 'start', ARGS)
  if (answer.status !== 200) throw new Error(`expected a start: ${answer.text}`)
  return id
}
