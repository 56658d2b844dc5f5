import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { ChangeList } from '@/components/agents/change-list'
import { ToolFacts } from '@/components/tools/tool-facts'
import { ToolForm } from '@/components/tools/tool-form'
import { toolHref } from '@/components/tools/tool-href'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { Tag } from '@/components/ui/tag'
import { listConfigChanges } from '@/lib/audit/config-changes'
import { can } from '@/lib/auth/permissions'
import { listGroups } from '@/lib/groups/queries'
import { findTool } from '@/lib/tools/queries'
import { CreateTool } from '@/lib/tools/schema'
import { cursorParam } from '../../cursor-param'
import { changeTool } from '../actions'

interface ToolPageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const openTool = cache(async (segment: string) => {
  const { ctx, session } = await requirePage('tools.read')
  const id = decoded(segment)
  const tool = CreateTool.shape.id.safeParse(id).success ? await findTool(ctx, id) : null
  if (!tool) notFound()
  return { ctx, tool, admin: can(session.roles, 'tools.change') }
})

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

export async function generateMetadata({ params }: ToolPageProps): Promise<Metadata> {
  return { title: (await openTool((await params).id)).tool.id }
}

export default async function ToolPage({ params, searchParams }: ToolPageProps) {
  const { ctx, tool, admin } = await openTool((await params).id)
  const { cursor } = await searchParams
  const after = cursorParam(cursor)
  const [t, format, changes, groups] = await Promise.all([
    getTranslations('tools'), getFormatter(), listConfigChanges(ctx, { toolId: tool.id }, after, 20), admin ? listGroups(ctx) : [],
  ])
  return (
    <AreaMessages areas={['tools', 'agents']}>
      <Page>
        <PageHeader
          crumbs={<Link href="/tools">{t('title')}</Link>}
          title={<code className="text-20">{tool.id}</code>}
          tags={<><Tag tone={tool.trustLevel === 4 ? 'crit' : 'neutral'}>{`L${tool.trustLevel}`}</Tag>{tool.discovered && <Tag tone="warn">{t('discovered')}</Tag>}</>}
          description={t('use', { calls: format.number(tool.calls), denied: format.number(tool.denied) })}
        />
        <div className="grid max-w-[1120px] gap-10 lg:grid-cols-[minmax(0,1fr)_336px]">
          {admin ? <ToolForm tool={tool} groups={groups} action={changeTool} /> : <ToolFacts tool={tool} />}
          <aside className="min-w-0">
            <h2 className="mb-2.5 text-13 font-semibold">{t('changes')}</h2>
            <ChangeList changes={changes.rows} ofTool />
            <Pagination label={t('changes')} newerHref={after ? toolHref(tool.id) : null} olderHref={changes.next && `${toolHref(tool.id)}?cursor=${changes.next}`} />
          </aside>
        </div>
      </Page>
    </AreaMessages>
  )
}
