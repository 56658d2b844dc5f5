import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Section } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { VisibleText } from '@/components/ui/visible-text'
import type { ArgumentRow } from '@/lib/approvals/document'
import type { ApprovalDetail } from '@/lib/approvals/show'
import { ArgumentsTable } from './arguments-table'
import { Broken } from './broken'
import { Claims } from './claims'
import { LevelTag, RiskTag } from './level-tags'
import { Edits } from './edits'
import { Timeline } from './timeline'
import { RiskReasons, Trace } from './trace'
import { Votes } from './votes'

interface DocumentProps {
  approval: ApprovalDetail
  /** Null when the stored text is not what its hash says. */
  rows: ArgumentRow[] | null
  /** Whose work it is and who looks; how the like of it ended; what people say to each other. */
  triage: ReactNode
  record: ReactNode
  comments: ReactNode
}

export function ApprovalDocument({ approval, rows, triage, record, comments }: DocumentProps) {
  const t = useTranslations('approvals.document')
  const hebrew = useLocale() === 'he'
  const name = (hebrew && approval.actionNameHe) || approval.actionName
  const { amount, currency } = approval
  return (
    <article className="w-full max-w-[860px] px-4 pt-[18px] pb-8 lg:px-9 lg:pt-[26px]">
      {/* On a narrow screen there is nothing to do about what is decided, and the path to it is in the head. */}
      <div className={cn('mb-2.5 flex min-h-[26px] flex-wrap items-center gap-x-4 gap-y-2', approval.status !== 'pending' && 'max-lg:mb-0 max-lg:min-h-0 max-lg:[&>[data-place]]:hidden')}>
        <Crumbs parts={[approval.agentId, approval.toolId, approval.runId && t('run', { id: approval.runId })]} />
        {triage}
      </div>
      <h1 className="mb-1.5 text-22 font-bold tracking-[-.02em] lg:text-24">
        <VisibleText text={name} />
      </h1>
      <Lede approval={approval} />
      <div className="mb-[22px] flex flex-wrap gap-2">
        <LevelTag level={approval.trustLevel} />
        <RiskTag score={approval.riskScore} level={approval.riskLevel} />
      </div>
      <Votes approval={approval} />
      <Edits edits={approval.edits} />
      <Section title={t(approval.status === 'pending' ? 'willRun' : 'ran')} aside={<Hash value={approval.actionHash} />}>
        {rows ? <ArgumentsTable rows={rows} amount={amount !== null && currency ? { value: amount, currency } : null} /> : <Broken />}
      </Section>
      <Section title={t('agentSays')}>
        <Claims description={approval.description} context={approval.context} evidence={approval.evidence} />
      </Section>
      {approval.trace.length > 0 && (
        <Section title={t(approval.status === 'pending' ? 'whyAsked' : approval.resolvedBy === 'system:auto-approve' ? 'whyAutomatic' : 'whyWasAsked')}>
          <Trace steps={approval.trace} />
        </Section>
      )}
      {approval.riskReasons.length > 0 && (
        <Section title={t('riskReasons')} aside={t('riskAside')}>
          <RiskReasons reasons={approval.riskReasons} />
        </Section>
      )}
      {record}
      {comments}
      <Section title={t('timeline')}>
        <Timeline approval={approval} />
      </Section>
    </article>
  )
}

function Crumbs({ parts }: { parts: (string | null)[] }) {
  return (
    <p className="flex flex-wrap items-center gap-2 text-13 text-ink-3 max-lg:hidden">
      {parts.filter((part) => part !== null).map((part, index) => (
        <span key={index} className="flex items-center gap-2">
          {index > 0 && <span aria-hidden>/</span>}
          <VisibleText text={part} />
        </span>
      ))}
    </p>
  )
}

/** "Calls issue_refund once. Cannot be undone. …" */
function Lede({ approval }: { approval: ApprovalDetail }) {
  const t = useTranslations('approvals.document')
  const em = (text: ReactNode) => <em className="font-medium text-ink not-italic">{text}</em>
  const { clientId } = approval
  return (
    <p className="mb-3 text-15 text-ink-2">
      {t.rich('calls', { tool: approval.toolId, em: (text) => <bdi>{em(text)}</bdi> })}{' '}
      {t(approval.reversible ? 'reversible' : 'irreversible')}{' '}
      {approval.onBehalfOfName && t.rich('behalf', { name: approval.onBehalfOfName, em })}{' '}
      {clientId && t.rich('client', { em: () => em(<VisibleText text={clientId} />) })}
    </p>
  )
}

/** First and last of the hash, all of it on hover and for copying. */
function Hash({ value }: { value: string }) {
  return (
    <span className="ltr nums" title={value}>
      sha256 {value.slice(0, 4)}…{value.slice(-4)}
    </span>
  )
}
