import { EntryList } from '@/components/audit/entry-list'
import { LiveTail } from '@/components/audit/live-tail'
import type { AuditPage } from '@/lib/audit/list'
import { readCursor, writeCursor, type Cursor } from '@/lib/audit/schema'
import type { Asked, AuditAddress } from './search-params'
import { auditHref } from './search-params'

interface Listed {
  address: AuditAddress
  asked: Asked
  listed: Promise<AuditPage>
}

const cursor = (key: Cursor | null) => key && writeCursor(key)

/** The entries themselves, page by page. */
export async function Entries({ address, asked: { text }, listed }: Listed) {
  const { rows, newer, older, searchedTo } = await listed
  const here = { after: address.after, before: address.before }
  return (
    <EntryList
      rows={rows.map((row) => ({ ...row, href: auditHref(address, { ...here, entry: row.id }) }))}
      selected={address.entry}
      newerHref={newer && auditHref(address, { before: cursor(newer) })}
      olderHref={older && auditHref(address, { after: cursor(older) })}
      clearHref={text || address.period || address.span ? '/audit' : null}
      searchedTo={searchedTo && new Date(searchedTo.at)}
    />
  )
}

/** The newest page can follow the log. */
export async function Tail({ address, asked: { window }, listed, now }: Listed & { now: Date }) {
  const { rows: [first] } = await listed
  if (readCursor(address.after) || readCursor(address.before) || address.span || window.until <= now) return null
  const since = first ? writeCursor({ at: first.at.toISOString(), id: first.id }) : null
  const ask = auditHref(address, { live: null, before: since }).replace('/audit', '/api/audit/newer')
  return <LiveTail on={address.live === true} href={auditHref(address, { live: address.live ? null : true, entry: address.entry })} ask={ask} />
}
