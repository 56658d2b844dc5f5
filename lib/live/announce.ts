import { query } from '@/lib/db'

/** What travels with the commit itself, for news that somebody is waiting for. */
export const TELL = `SELECT pg_notify('countersign', news) FROM unnest($1::text[]) AS news`

interface Outgoing {
  waiting: Set<string>
  sending: boolean
}

// One per process, also where a bundler loads this module twice.
const held = globalThis as typeof globalThis & { countersignOutgoing?: Outgoing }

/**
 * Tells whoever listens that something has committed: ids only, the rows are the truth. After the commit and not inside it,
 * where NOTIFY makes the commits of the whole server wait for one another; what gathers while one is sent goes out together.
 * Lost if the process dies in between: those who wait read again every 5 s by themselves.
 */
export function announce(news: readonly string[]): void {
  const outgoing = (held.countersignOutgoing ??= { waiting: new Set(), sending: false })
  for (const each of news) outgoing.waiting.add(each)
  if (!outgoing.sending) void send(outgoing)
}

async function send(outgoing: Outgoing): Promise<void> {
  outgoing.sending = true
  while (outgoing.waiting.size > 0) {
    const news = [...outgoing.waiting]
    outgoing.waiting.clear()
    await query(TELL, [news]).catch(() => undefined)
  }
  outgoing.sending = false
}
