import pg from 'pg'
import { utc } from '@/lib/db'
import { env } from '@/lib/env'

/** Ids only: whoever hears it reads the row, with its own rights. */
export interface News {
  workspace: string
  event: string
  actionId?: string
  agentId?: string
  /** Who looks at which approval: said, never stored. */
  about?: string
  person?: string
}
/** `gap`: the connection was down for a while, so news may have been missed; read again. */
type Heard = { kind: 'news'; news: News } | { kind: 'gap' }

interface Subscriber {
  wants: (news: News) => boolean
  tell: (heard: Heard) => void
}

interface Listener {
  subscribers: Set<Subscriber>
  client?: pg.Client
  retry?: NodeJS.Timeout
  attempt: number
  running: boolean
}

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000

// One per process, also where a bundler loads this module twice.
const held = globalThis as typeof globalThis & { countersignListener?: Listener }
const listener = (): Listener =>
  (held.countersignListener ??= { subscribers: new Set(), attempt: 0, running: false })

/** Hears what commits from now on. A `gap` follows every (re)connect, the first one too. Returns how to stop. */
export function subscribe(wants: Subscriber['wants'], tell: Subscriber['tell']): () => void {
  const current = listener()
  const subscriber = { wants, tell }
  current.subscribers.add(subscriber)
  if (!current.running) {
    current.running = true
    void connect(current)
  }
  return () => void current.subscribers.delete(subscriber)
}

/** Closes the connection, on shutdown. */
export async function stopListening(): Promise<void> {
  const current = listener()
  current.running = false
  clearTimeout(current.retry)
  const { client } = current
  delete current.client
  await client?.end().catch(() => undefined)
}

async function connect(current: Listener): Promise<void> {
  const url = env.DATABASE_APP_URL ?? env.DATABASE_WORKER_URL ?? env.DATABASE_URL
  if (!url) return
  const client = new pg.Client({
    connectionString: utc(url),
    application_name: 'countersign-listen',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  let over = false
  const lost = () => {
    if (over) return
    over = true
    if (current.client === client) delete current.client
    void client.end().catch(() => undefined)
    reconnect(current)
  }
  client.on('error', lost)
  client.on('end', lost)
  client.on('notification', ({ payload }) => publish(current, payload ?? ''))
  try {
    await client.connect()
    await client.query('LISTEN countersign')
  } catch {
    return lost()
  }
  if (!current.running) return void client.end().catch(() => undefined)
  current.client = client
  current.attempt = 0
  for (const { tell } of [...current.subscribers]) tell({ kind: 'gap' })
}

function reconnect(current: Listener): void {
  if (!current.running || current.retry) return
  const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** current.attempt++)
  current.retry = setTimeout(() => {
    delete current.retry
    void connect(current)
  }, wait * (0.5 + Math.random() / 2))
}

function publish(current: Listener, payload: string): void {
  const news = read(payload)
  if (!news) return
  for (const { wants, tell } of [...current.subscribers]) if (wants(news)) tell({ kind: 'news', news })
}

function read(payload: string): News | null {
  try {
    const { w, e, a, g, o, p } = JSON.parse(payload) as Record<string, string | undefined>
    return w && e ? { workspace: w, event: e, actionId: a, agentId: g, about: o, person: p } : null
  } catch {
    return null
  }
}
