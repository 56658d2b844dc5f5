import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { InviteDialog } from '@/components/team/invite-dialog'
import { Page, PageHeader } from '@/components/ui/page-header'
import { SkeletonRows } from '@/components/ui/skeleton'
import { can } from '@/lib/auth/permissions'
import { inviteMember } from './actions'
import { Groups } from './groups'
import { Members } from './members'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('team'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function TeamPage({ searchParams }: { searchParams: Search }) {
  const { session, ctx } = await requirePage('members.read')
  const t = await getTranslations('team')
  const { after } = await searchParams
  return (
    <Page>
      <AreaMessages areas={['team']}>
        <PageHeader
          title={t('title')}
          description={t('description')}
          actions={can(session.roles, 'members.change') && <InviteDialog action={inviteMember} />}
        />
        <Suspense fallback={<SkeletonRows rows={6} />}>
          <Members ctx={ctx} selfId={session.user.id} after={typeof after === 'string' ? after : ''} />
        </Suspense>
        <Suspense fallback={<SkeletonRows rows={2} />}>
          <Groups ctx={ctx} may={can(session.roles, 'members.change')} />
        </Suspense>
      </AreaMessages>
    </Page>
  )
}
