import { EntryList } from '@/components/audit/entry-list'
import { LiveTail } from '@/components/audit/live-tail'
import { listEntries } from '@/lib/audit/list'
import { readCursor, scopeOf, writeCursor, type Cursor } from '@/lib/audit/schema'
import type { Part } from './part'
import { auditHref } from './search-params'

/** The entries themselves, page by page; the newest page can follow the log. */
export async function Entries({ ctx, address, asked: { filter, text, window }, now }: Part & { now: Date }) {
  const before = readCursor(address.before)
  const page = before ? { after: before, newer: true } : { after: readCursor(address.after) }
  const { rows, newer, older, searchedTo } = await listEntries(ctx.workspace, scopeOf(ctx.actor), filter, page)
  const cursor = (key: Cursor | null) => key && writeCursor(key)
  const here = { after: address.after, before: address.before }
  const [first] = rows
  const ask = auditHref(address, { live: null, before: first ? writeCursor({ at: first.at.toISOString(), id: first.id }) : null }).replace('/audit', '/api/audit/newer')
  const current = !page.after && !address.span && window.until > now
  return (
    <>
      {current && <LiveTail on={address.live === true} href={auditHref(address, { live: address.live ? null : true, entry: address.entry })} ask={ask} />}
      <EntryList
        rows={rows.map((row) => ({ ...row, href: auditHref(address, { ...here, entry: row.id }) }))}
        selected={address.entry}
        newerHref={newer && auditHref(address, { before: cursor(newer) })}
        olderHref={older && auditHref(address, { after: cursor(older) })}
        clearHref={text || address.period || address.span ? '/audit' : null}
        searchedTo={searchedTo && new Date(searchedTo.at)}
      />
    </>
  )
}
