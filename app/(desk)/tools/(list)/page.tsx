import { Wrench } from 'lucide-react'
import type { Metadata } from 'next'
import Form from 'next/form'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { CreateTool } from '@/components/tools/create-tool'
import { ToolTable } from '@/components/tools/tool-table'
import { UnknownToolsControl } from '@/components/tools/unknown-tools-control'
import { ChipLink } from '@/components/ui/chip'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { can } from '@/lib/auth/permissions'
import { listGroups } from '@/lib/groups/queries'
import { listTools, readWorkspaceRules } from '@/lib/tools/queries'
import { changeUnknownTools, createTool } from '../actions'

const ToolsView = z.object({
  q: z.string().trim().max(200).catch(''),
  discovered: z.literal('1').transform(() => true).catch(false),
  after: z.string().max(128).catch(''),
})

function viewHref(view: { q?: string; discovered?: boolean; after?: string | null }): string {
  const query = new URLSearchParams()
  if (view.q) query.set('q', view.q)
  if (view.discovered) query.set('discovered', '1')
  if (view.after) query.set('after', view.after)
  return query.size ? `/tools?${query}` : '/tools'
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tools'))('title') }
}

interface ToolsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ToolsPage({ searchParams }: ToolsPageProps) {
  const { ctx, session } = await requirePage('tools.read')
  const admin = can(session.roles, 'tools.change')
  const view = ToolsView.parse(await searchParams)
  const [t, { tools, next }, rules, groups] = await Promise.all([
    getTranslations('tools'), listTools(ctx, view), readWorkspaceRules(ctx), admin ? listGroups(ctx) : [],
  ])
  const create = admin && <CreateTool action={createTool} groups={groups} />
  const filtered = view.q !== '' || view.discovered || view.after !== ''
  return (
    <AreaMessages areas={['tools']}>
      <Page>
        <PageHeader title={t('title')} description={t('about')} actions={create} />
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <Form action="/tools" className="me-2 w-64 max-w-full max-sm:me-0 max-sm:w-full">
            {view.discovered && <input type="hidden" name="discovered" value="1" />}
            <Input type="search" name="q" defaultValue={view.q} placeholder={t('searchPlaceholder')} aria-label={t('searchPlaceholder')} maxLength={200} />
          </Form>
          <ChipLink href={viewHref({ q: view.q })} on={!view.discovered}>{t('filter.all')}</ChipLink>
          <ChipLink href={viewHref({ q: view.q, discovered: true })} on={view.discovered}>{t('filter.discovered')}</ChipLink>
        </div>
        {tools.length > 0 ? (
          <ToolTable tools={tools} />
        ) : (
          <EmptyState icon={<Wrench />} title={t(filtered ? 'nothing' : 'empty')}>{t(filtered ? 'nothingText' : 'emptyText')}</EmptyState>
        )}
        <Pagination label={t('pages')} newerHref={view.after ? viewHref({ ...view, after: null }) : null} olderHref={next && viewHref({ ...view, after: next })} />
        <section className="mt-10 border-t border-line pt-6">
          <h2 className="mb-3 text-15 font-semibold">{t('unknown.title')}</h2>
          {admin ? (
            <UnknownToolsControl value={rules.unknownTools} action={changeUnknownTools} />
          ) : (
            <p className="max-w-[40em] text-13 text-ink-2">{t(`unknown.reads.${rules.unknownTools}`)}</p>
          )}
        </section>
      </Page>
    </AreaMessages>
  )
}
