import { FileQuestion } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Tag } from '@/components/ui/tag'
import { VisibleText } from '@/components/ui/visible-text'
import type { Place } from '@/lib/audit/place'
import type { AuditEntry } from '@/lib/audit/queries'
import { EntryTitle } from './entry-title'
import { Facts } from './facts'
import { FieldChanges } from './field-changes'
import { OutcomeMark } from './outcome-mark'
import { Payload } from './payload'
import { Proof } from './proof'

interface EntryDetailProps {
  entry: AuditEntry | null
  place: Place
  /** May open approvals and actions, so those are linked. */
  mayDecide: boolean
  /** May open people. */
  mayMeet: boolean
  permanentHref?: string
  heading?: 'h1' | 'h2'
}

/** Everything that was recorded about one fact. */
export function EntryDetail({ entry, place, mayDecide, mayMeet, permanentHref, heading: Heading = 'h2' }: EntryDetailProps) {
  const t = useTranslations('audit')
  const format = useFormatter()
  if (!entry) return <EmptyState icon={<FileQuestion />} title={t('gone')}>{t('goneText')}</EmptyState>
  const day = format.dateTime(entry.at, { dateStyle: 'long', timeZone: 'UTC' })
  return (
    <article aria-label={t('entry')}>
      <Heading className="pe-9 text-16 font-semibold tracking-[-.01em]">
        <EntryTitle {...entry} />
      </Heading>
      <p className="mt-0.5 mb-3 text-13 text-ink-2">
        <time dateTime={entry.at.toISOString()} className="nums">{t('when', { day, time: entry.at.toISOString().slice(11, 23) })}</time>
      </p>
      <p className="mb-4 flex flex-wrap items-center gap-2 text-13">
        <Tag>{t(`kind.${entry.kind}`)}</Tag>
        <OutcomeMark row={entry} />
      </p>
      <Facts entry={entry} />
      {entry.errorMessage && (
        <section className="mb-[18px]">
          <h3 className="mb-2 text-12 font-semibold text-ink-3">{t('error')}</h3>
          <p className="rounded-card border border-line bg-bad-soft px-3 py-2 text-13 text-bad">
            <VisibleText text={entry.errorMessage} />
          </p>
        </section>
      )}
      {entry.changes && entry.changes.length > 0 && <FieldChanges changes={entry.changes} />}
      <Payload title={t('input')} text={entry.input} />
      <Payload title={t('output')} text={entry.output} />
      <Proof entry={entry} place={place} />
      <nav aria-label={t('links')} className="flex flex-wrap gap-2">
        {entry.approvalId && mayDecide && <ButtonLink size="sm" href={`/approvals/${entry.approvalId}`}>{t('openApproval')}</ButtonLink>}
        {entry.actionId && mayDecide && <ButtonLink size="sm" href={`/actions/${entry.actionId}`}>{t('openAction')}</ButtonLink>}
        {entry.actionId && <ButtonLink size="sm" href={`/audit?q=action:${entry.actionId}`}>{t('sameAction')}</ButtonLink>}
        {entry.agentId && <ButtonLink size="sm" href={`/agents/${encodeURIComponent(entry.agentId)}`}>{t('openAgent')}</ButtonLink>}
        {entry.personId && mayMeet && <ButtonLink size="sm" href={`/team/${entry.personId}`}>{t('openPerson')}</ButtonLink>}
        {permanentHref && (
          <Link href={permanentHref} className="self-center px-1 text-13 text-ink-2 underline-offset-3 hover:underline">
            {t('permanent')}
          </Link>
        )}
      </nav>
    </article>
  )
}
