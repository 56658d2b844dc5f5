import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { EntryDetail } from '@/components/audit/entry-detail'
import { EntryPane } from '@/components/audit/entry-pane'
import { ExportMenu } from '@/components/audit/export-menu'
import { SavedViews } from '@/components/audit/saved-views'
import { SearchBar } from '@/components/audit/search-bar'
import { SearchProblems } from '@/components/audit/search-problems'
import { SkeletonText } from '@/components/ui/skeleton'
import { listEntries } from '@/lib/audit/list'
import { placeOf } from '@/lib/audit/place'
import { entryById } from '@/lib/audit/queries'
import { countScope, isCounted, readCursor, scopeOf } from '@/lib/audit/schema'
import type { Problem } from '@/lib/audit/search'
import { can } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { isoDay, lastDay, periodOf } from '@/lib/metrics/period'
import { listViews } from '@/lib/views/queries'
import { removeView, saveView } from './actions'
import { Counts } from './counts'
import { Entries, Tail } from './entries'
import { askedOf, auditHref, isLinked, readAuditAddress, searchHref, viewAddress } from './search-params'
import { Timeline } from './timeline'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('audit'))('title') })

const PROBLEMS_ID = 'audit-problems'

/** The log: over time, divided, and entry by entry. Everything that is asked is the address. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('audit.count')
  const address = await readAuditAddress(searchParams)
  const now = new Date()
  const asked = askedOf(address, now)
  // Other pages link by field; from then on it is all one search.
  if (isLinked(address)) redirect(searchHref(address, asked.text))
  const mayRead = can(session.roles, 'audit.read')
  const [t, views] = await Promise.all([getTranslations('audit'), listViews(ctx)])
  const problems: (Problem | { code: 'counts_only'; word: '' })[] = [...asked.problems]
  if (!mayRead && !isCounted(asked.filter)) problems.push({ code: 'counts_only', word: '' })
  const days = periodOf(address, now)
  const { entry, after, before, ...lasting } = address
  const exported = Object.fromEntries(Object.entries(lasting).map(([name, value]) => [name, value === null ? null : String(value)]))
  const part = { ctx, scope: countScope(ctx.actor), address, asked }
  const turned = readCursor(before)
  const page = turned ? { after: turned, newer: true } : { after: readCursor(after) }
  const listed = mayRead && problems.length === 0 ? listEntries(ctx.workspace, scopeOf(ctx.actor), asked.filter, page) : null
  return (
    <AreaMessages areas={['audit']}>
      <div className={entry && mayRead ? 'lg:grid lg:h-full lg:grid-cols-[minmax(0,1fr)_420px]' : 'lg:h-full'}>
        {/* Room above as a block, not as padding: what sticks to the top would stop below a padding. */}
        <section className="min-w-0 px-4 pb-16 before:block before:h-[18px] md:px-6 lg:h-full lg:overflow-y-auto">
          <h1 className="sr-only">{t('title')}</h1>
          <SearchBar address={address} text={asked.text} days={{ from: isoDay(days.from), to: lastDay(days) }} problemsId={problems.length > 0 ? PROBLEMS_ID : undefined}>
            <SavedViews views={views} address={viewAddress(new URLSearchParams(auditHref(address, {}).split('?')[1]).toString())} saveView={saveView} removeView={removeView} />
            {can(session.roles, 'audit.export') && <ExportMenu fields={exported} />}
          </SearchBar>
          {problems.length > 0 ? (
            <SearchProblems id={PROBLEMS_ID} problems={problems} />
          ) : (
            <>
              {/* Not streamed: what streams stays hidden without JavaScript, and all of it is there within a moment. */}
              {!asked.filter.actions && <Timeline {...part} />}
              <Counts {...part} trailing={listed && <Tail address={address} asked={asked} listed={listed} now={now} />} />
              {listed ? <Entries address={address} asked={asked} listed={listed} /> : <p className="mt-6 text-13 text-ink-2">{t('countsOnly')}</p>}
            </>
          )}
        </section>
        {entry && mayRead && (
          <EntryPane id={entry} closeHref={auditHref(address, { after, before })}>
            <Suspense key={entry} fallback={<SkeletonText lines={12} />}>
              <Detail ctx={ctx} id={entry} mayDecide={can(session.roles, 'approvals.read')} mayMeet={can(session.roles, 'members.read')} />
            </Suspense>
          </EntryPane>
        )}
      </div>
    </AreaMessages>
  )
}

async function Detail({ ctx, id, mayDecide, mayMeet }: { ctx: Ctx; id: string; mayDecide: boolean; mayMeet: boolean }) {
  const [entry, place] = await Promise.all([entryById(ctx.workspace, scopeOf(ctx.actor), id), placeOf(ctx.workspace, id)])
  return <EntryDetail entry={entry} place={place} mayDecide={mayDecide} mayMeet={mayMeet} permanentHref={`/audit/${id}`} />
}
