import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { EntryDetail } from '@/components/audit/entry-detail'
import { EntryList } from '@/components/audit/entry-list'
import { EntryPane } from '@/components/audit/entry-pane'
import { ExportMenu } from '@/components/audit/export-menu'
import { FilterBar } from '@/components/audit/filter-bar'
import { SkeletonRows, SkeletonText } from '@/components/ui/skeleton'
import { AUDIT_KINDS } from '@/lib/audit/append'
import { placeOf } from '@/lib/audit/place'
import { entryById, filterChoices, listEntries } from '@/lib/audit/queries'
import { readCursor, REVIEWERS_KINDS, scopeOf, writeCursor, type AuditScope, type Cursor } from '@/lib/audit/schema'
import { can } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { isoDay, lastDay, periodOf } from '@/lib/metrics/period'
import { auditHref, filterOf, readAuditAddress, type AuditAddress } from './search-params'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('audit'))('title') })

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('audit.read')
  const address = await readAuditAddress(searchParams)
  const now = new Date()
  const scope = scopeOf(session.roles)
  const choices = await filterChoices(ctx.workspace)
  const period = periodOf(address, now)
  const chips = (scope === 'all' ? AUDIT_KINDS : REVIEWERS_KINDS).map((kind) => ({
    kind,
    on: address.kind === kind,
    href: auditHref(address, { kind: address.kind === kind ? null : kind }),
  }))
  const failed = { on: address.outcome === 'failure', href: auditHref(address, { outcome: address.outcome === 'failure' ? null : 'failure' }) }
  const { entry, ...list } = address
  return (
    <AreaMessages areas={['audit']}>
      <div className={entry ? 'lg:grid lg:h-full lg:grid-cols-[minmax(0,1fr)_420px]' : 'lg:h-full'}>
        <section className="min-w-0 px-4 pt-[18px] pb-16 md:px-6 lg:h-full lg:overflow-y-auto">
          <FilterBar
            values={address}
            {...choices}
            chips={chips}
            failed={failed}
            clearable={isFiltered(address)}
            custom={{ from: isoDay(period.from), to: lastDay(period) }}
            exporting={can(session.roles, 'audit.export') && <ExportMenu fields={{ ...list, after: null, before: null }} />}
          />
          <Suspense key={JSON.stringify(list)} fallback={<SkeletonRows rows={14} />}>
            <List ctx={ctx} scope={scope} address={address} now={now} />
          </Suspense>
        </section>
        {entry && (
          <EntryPane id={entry} closeHref={auditHref(address, { after: address.after, before: address.before })}>
            <Suspense key={entry} fallback={<SkeletonText lines={12} />}>
              <Detail ctx={ctx} scope={scope} id={entry} mayDecide={can(session.roles, 'approvals.read')} />
            </Suspense>
          </EntryPane>
        )}
      </div>
    </AreaMessages>
  )
}

const PLACES = ['after', 'before', 'entry']
const isFiltered = (address: AuditAddress) => Object.entries(address).some(([name, value]) => value !== null && !PLACES.includes(name))

interface ListProps {
  ctx: Ctx
  scope: AuditScope
  address: AuditAddress
  now: Date
}

async function List({ ctx, scope, address, now }: ListProps) {
  const before = readCursor(address.before)
  const page = before ? { after: before, newer: true } : { after: readCursor(address.after) }
  const { rows, newer, older } = await listEntries(ctx.workspace, scope, filterOf(address, now), page)
  const cursor = (key: Cursor | null) => key && writeCursor(key)
  const here = { after: address.after, before: address.before }
  return (
    <EntryList
      rows={rows.map((row) => ({ ...row, href: auditHref(address, { ...here, entry: row.id }) }))}
      selected={address.entry}
      newerHref={newer && auditHref(address, { before: cursor(newer) })}
      olderHref={older && auditHref(address, { after: cursor(older) })}
      clearHref={isFiltered(address) ? '/audit' : null}
    />
  )
}

async function Detail({ ctx, scope, id, mayDecide }: { ctx: Ctx; scope: AuditScope; id: string; mayDecide: boolean }) {
  const [entry, place] = await Promise.all([entryById(ctx.workspace, scope, id), placeOf(ctx.workspace, id)])
  return <EntryDetail entry={entry} place={place} mayDecide={mayDecide} permanentHref={`/audit/${id}`} />
}
