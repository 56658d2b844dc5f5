import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'

// The least that can be done: Node's own server, prepared statements, one row, and somebody is told.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20, pipeline: true })
const INSERT = { name: 'insert', text: 'INSERT INTO bench_floor (workspace_id, id, body) VALUES ($1, gen_random_uuid(), $2) RETURNING id' }
const INSERT_AND_NOTIFY = { name: 'both', text: `WITH made AS (${INSERT.text}) SELECT id, pg_notify('bench', 'new ' || id) FROM made` }
const TELL = { name: 'tell', text: `SELECT pg_notify('bench', 'new ' || news) FROM unnest($1::text[]) AS news` }

const waiting = new Map<string, ServerResponse>()
const listener = new pg.Client({ connectionString: process.env.DATABASE_URL })
await listener.connect()
/** Told before anybody waited. */
const told = new Set<string>()
listener.on('notification', ({ payload = '' }) => {
  if (payload.startsWith('new ')) return
  const response = waiting.get(payload)
  if (!response) return void told.add(payload)
  waiting.delete(payload)
  response.end('{}')
})
await listener.query('LISTEN bench')

const news: string[] = []
let telling = false
/** What gathers while one notification is on its way goes with the next. */
async function tell(id: string): Promise<void> {
  news.push(id)
  if (telling) return
  telling = true
  for (let batch = news.splice(0); batch.length > 0; batch = news.splice(0)) await pool.query({ ...TELL, values: [batch] })
  telling = false
}

async function insert(body: string, inside: boolean): Promise<string> {
  const { rows } = await pool.query<{ id: string }>({ ...(inside ? INSERT_AND_NOTIFY : INSERT), values: ['bench', body] })
  const id = rows[0]?.id ?? ''
  if (!inside) void tell(id)
  return id
}

interface Written {
  text: string
  values: unknown[]
}
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
let learnt: { statements: Written[]; keep: string[] } = { statements: [], keep: [] }

/** All the rows of one question, as they were once written, with new ids: what the tables cost by themselves. */
async function writeRows(): Promise<string> {
  const fresh = new Map(learnt.keep.map((id) => [id, id]))
  const renew = (value: unknown): unknown => (Array.isArray(value) ? value.map(renew) : typeof value !== 'string' ? value : value.replace(UUID, (id) => fresh.get(id) ?? (fresh.set(id, randomUUID()), fresh.get(id) ?? id)))
  const client = await pool.connect()
  try {
    const all = learnt.statements.map(({ text, values }, index) => ({ name: `learnt ${index}`, text, values: values.map(renew) }))
    await Promise.all([client.query('BEGIN'), ...all.map((each) => client.query(each)), client.query('COMMIT')])
  } finally {
    client.release()
  }
  const id = randomUUID()
  void tell(id)
  return id
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.stringify(JSON.parse(Buffer.concat(parts).toString()))
}

async function answer(request: IncomingMessage, path: string): Promise<string> {
  const body = await read(request)
  if (path === '/rows') return writeRows()
  if (path !== '/learn') return insert(body, path === '/insert-and-notify')
  learnt = JSON.parse(body) as typeof learnt
  return ''
}

const server = createServer((request, response) => {
  const path = request.url ?? '/'
  if (path.startsWith('/wait/')) {
    const id = path.slice(6)
    return void (told.delete(id) ? response.end('{}') : waiting.set(id, response))
  }
  if (path === '/empty') return void response.end('{}')
  answer(request, path).then(
    (id) => response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id })),
    (error: Error) => response.writeHead(500).end(error.message),
  )
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ ready: true, port: typeof address === 'object' ? address?.port : 0 })
})
