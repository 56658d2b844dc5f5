import http from 'node:http'
import { share, sorted } from './figures'

export interface Answer {
  status: number
  text: string
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })

/** The lightest client that Node has: what it costs, both sides pay. */
export function call(method: string, url: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? headers : { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    const request = http.request(url, { method, agent, headers: sent }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

export interface Rate {
  perSecond: number
  p50: number
  p99: number
}

/** So many clients, each asking again as soon as it was answered, for so long. Anything but the wanted status ends the run. */
export async function drive(clients: number, ms: number, wanted: number, ask: (client: number) => Promise<Answer>): Promise<Rate> {
  const took: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() - began < ms) {
        const asked = performance.now()
        const { status, text } = await ask(client)
        if (status !== wanted) throw new Error(`expected ${wanted}, got ${status}: ${text.slice(0, 300)}`)
        took.push(performance.now() - asked)
      }
    }),
  )
  const ascending = sorted(took)
  return { perSecond: (took.length * 1000) / (performance.now() - began), p50: share(ascending, 0.5), p99: share(ascending, 0.99) }
}
