import type { FastifyInstance } from 'fastify'
import { createGateway } from '@/gateway/server'
import { closeDb } from '@/lib/db'
import { stopListening } from '@/lib/live/listen'

export interface Answer {
  status: number
  headers: Headers
  text: string
  // Tests look into answers of every shape.
  body: Record<string, never> & { [key: string]: unknown }
}

export interface Call {
  method?: string
  key?: string | null
  body?: unknown
  /** Bytes as they are, instead of `body`. */
  raw?: string | Uint8Array
  headers?: Record<string, string>
  signal?: AbortSignal
}

let app: FastifyInstance
let base = ''

export async function startGateway(): Promise<string> {
  app = createGateway()
  base = await app.listen({ port: 0, host: '127.0.0.1' })
  return base
}

export async function stopGateway(): Promise<void> {
  await app.close()
  await stopListening()
  await closeDb()
}

export const gatewayPort = () => Number(new URL(base).port)

export async function call(path: string, { method, key, body, raw, headers = {}, signal }: Call = {}): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(base + path, {
    method: method ?? (payload === undefined ? 'GET' : 'POST'),
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: payload as BodyInit | undefined,
    signal,
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} }
}
