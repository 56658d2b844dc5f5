import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { EntryDetail } from '@/components/audit/entry-detail'
import { placeOf } from '@/lib/audit/place'
import { entryById } from '@/lib/audit/queries'
import { scopeOf } from '@/lib/audit/schema'
import { can } from '@/lib/auth/permissions'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('audit'))('entry') })

export default async function AuditEntryPage({ params }: { params: Promise<{ id: string }> }) {
  const { session, ctx } = await requirePage('audit.read')
  const [{ id }, t] = await Promise.all([params, getTranslations('audit')])
  const entry = await entryById(ctx.workspace, scopeOf(ctx.actor), id)
  if (!entry) notFound()
  const place = await placeOf(ctx.workspace, id)
  return (
    <AreaMessages areas={['audit']}>
      <div className="mx-auto max-w-[760px] px-4 pt-[22px] pb-20 md:px-6">
        <p className="mb-4 text-13 text-ink-3">
          <Link href="/audit" className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current">{t('title')}</Link>
          <span aria-hidden className="mx-2">/</span>
          {t('entry')}
        </p>
        <EntryDetail entry={entry} place={place} mayDecide={can(session.roles, 'approvals.read')} mayMeet={can(session.roles, 'members.read')} heading="h1" />
      </div>
    </AreaMessages>
  )
}
