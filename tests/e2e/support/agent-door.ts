import type { ActionView } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'

/** An agent as its gateway knows it: HTTP and a key, nothing else. */
export interface AgentDoor {
  ask(tool: string, args: JsonObject): Promise<{ id: string; approval: string }>
  read(id: string): Promise<ActionView>
  start(id: string, args: JsonObject): Promise<{ state?: string; code?: string; args?: JsonObject; changed?: unknown }>
}

export function asAgent(gateway: string, key: string): AgentDoor {
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    const answer = await fetch(gateway + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    return (await answer.json()) as unknown
  }
  return {
    async ask(tool, args) {
      const asked = (await call('POST', '/v1/actions', { tool, args })) as ActionView
      if (!asked.approval) throw new Error(`nobody is asked: ${JSON.stringify(asked)}`)
      return { id: asked.id, approval: asked.approval.id }
    },
    read: (id) => call('GET', `/v1/actions/${id}`) as Promise<ActionView>,
    start: (id, args) => call('POST', `/v1/actions/${id}/start`, { args }) as ReturnType<AgentDoor['start']>,
  }
}
