import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { newId } from '@/lib/ids'

export interface ServerAction {
  id: string
  name: string
  file: string
  /** A page that can run it. */
  path: string
}

/** Every server action that the build contains, from Next's own manifest. */
export function builtActions(): ServerAction[] {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>
  }
  return Object.entries(manifest.node).map(([id, { workers, filename, exportedName }]) => {
    const [page = ''] = Object.keys(workers).sort((a, b) => a.length - b.length)
    const path = page.replace(/^app/, '').replace(/\/\([^)]+\)/g, '').replace(/\/page$/, '').replace(/\[\w+\]/g, newId())
    return { id, name: exportedName, file: filename, path: path || '/' }
  })
}

// The encoder that React itself uses in the browser.
const { encodeReply } = createRequire(import.meta.url)('next/dist/compiled/react-server-dom-webpack/client.node') as {
  encodeReply(value: unknown): Promise<BodyInit>
}

export interface Sent {
  fields?: Record<string, string | string[]>
  cookie?: string
  origin?: string | null
}

/** Posts to an action as a browser would, and returns the HTTP status and the code of the result, if there is one. */
export async function postAction(desk: string, action: ServerAction, { fields = {}, cookie, origin = desk }: Sent) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) form.append(name, each)
  const headers: Record<string, string> = { 'next-action': action.id, accept: 'text/x-component' }
  if (cookie) headers.cookie = cookie
  if (origin) headers.origin = origin
  const response = await fetch(desk + action.path, { method: 'POST', headers, body: await encodeReply([null, form]), redirect: 'manual' })
  const text = await response.text()
  return { status: response.status, text, code: /"ok":false,"code":"(\w+)"/.exec(text)?.[1], ok: /"ok":true/.test(text) }
}
