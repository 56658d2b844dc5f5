import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { OneTimeTag } from '@/components/team/one-time-tag'
import { RoleTags } from '@/components/team/role-tags'
import { RolesForm } from '@/components/team/roles-form'
import { Section } from '@/components/ui/card'
import { Page, PageHeader } from '@/components/ui/page-header'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/tag'
import { Timestamp } from '@/components/ui/time'
import { can } from '@/lib/auth/permissions'
import { isId } from '@/lib/ids'
import { findMember } from '@/lib/users/queries'
import { changeRoles } from '../actions'
import { Access } from './access'
import { MemberPasskeys } from './member-passkeys'
import { MemberSessions } from './member-sessions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('team'))('title') }
}

export default async function MemberPage({ params }: { params: Promise<{ id: string }> }) {
  const { session, ctx } = await requirePage('members.read')
  const { id } = await params
  const member = isId(id) ? await findMember(ctx, id) : null
  if (!member) notFound()
  const t = await getTranslations('team')
  const may = can(session.roles, 'members.change')
  const self = member.id === session.user.id
  return (
    <Page>
      <AreaMessages areas={['team', 'account']}>
        <PageHeader
          crumbs={<Link href="/team">{t('title')}</Link>}
          title={<bdi>{member.name}</bdi>}
          tags={
            <>
              {self && <Tag>{t('you')}</Tag>}
              <OneTimeTag state={member.oneTime} />
            </>
          }
          description={<><bdi className="break-all">{member.email}</bdi> · {t.rich('joined', { when: () => <Timestamp at={member.joinedAt} show="date" /> })}</>}
        />
        <div className="grid gap-x-14 gap-y-6 lg:grid-cols-[minmax(0,420px)_minmax(0,520px)]">
          <div>
            <Section title={t('rolesTitle')}>
              {may ? (
                <RolesForm action={changeRoles} userId={member.id} roles={member.roles} />
              ) : (
                <>
                  <RoleTags roles={member.roles} />
                  <p className="mt-2 text-13 text-ink-2">{t('readOnly')}</p>
                </>
              )}
            </Section>
            {may && <Access member={member} self={self} />}
          </div>
          <div>
            <Section title={t('sessionsTitle')}>
              <Suspense fallback={<SkeletonRows rows={2} />}>
                <MemberSessions ctx={ctx} userId={member.id} currentId={session.sessionId} may={may} />
              </Suspense>
            </Section>
            <Section title={t('passkeys.heading')}>
              <Suspense fallback={<SkeletonRows rows={1} />}>
                <MemberPasskeys ctx={ctx} member={member} may={may && !self} />
              </Suspense>
            </Section>
          </div>
        </div>
      </AreaMessages>
    </Page>
  )
}
