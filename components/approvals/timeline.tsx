import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import type { ApprovalDetail } from '@/lib/approvals/show'
import { LongText } from './long-text'

const LONG = 600
const SYSTEM_DECIDERS = ['auto-approve', 'clock'] as const

/** Who asked, decided and acted, and when. */
export function Timeline({ approval }: { approval: ApprovalDetail }) {
  const t = useTranslations('approvals.timeline')
  const { state, status, resolvedAt, finishedAt, settled } = approval
  return (
    <Card>
      <ol className="m-0 list-none px-0 py-1">
        <Entry at={approval.createdAt}>{t('asked', { agent: approval.agentId })}</Entry>
        {steps(approval).map((step) =>
          'decision' in step ? (
            <Entry key={step.id} at={step.at} quote={step.comment}>
              {t(`decision.${step.decision}`, { name: nameOf(step) })}
            </Entry>
          ) : (
            <Entry key={step.id} at={step.at}>
              {t('edited', { name: step.name ?? step.editedBy, count: step.difference.length })}
            </Entry>
          ),
        )}
        {(status === 'expired' || status === 'cancelled') && resolvedAt && <Entry at={resolvedAt}>{t(approval.voided ? 'ended.voided' : `ended.${status}`)}</Entry>}
        {approval.startedAt && <Entry at={approval.startedAt}>{t('started')}</Entry>}
        {state === 'lapsed' && finishedAt && <Entry at={finishedAt}>{t('ended.lapsed')}</Entry>}
        {state === 'cancelled' && status !== 'cancelled' && finishedAt && <Entry at={finishedAt}>{t(approval.voided ? 'ended.voided' : 'ended.cancelled')}</Entry>}
        {(state === 'unknown' || settled) && finishedAt && <Entry at={finishedAt}>{t('ended.unknown')}</Entry>}
        {settled && (state === 'succeeded' || state === 'failed') && (
          <Entry at={settled.at} quote={settled.note}>{t(`settled.${state}`, { name: settled.by })}</Entry>
        )}
        {!settled && (state === 'succeeded' || state === 'failed') && finishedAt && (
          <Entry at={finishedAt} quote={approval.errorMessage} output={approval.toolResult}>
            {t(`ended.${state}`, { timed: approval.durationMs === null ? 'no' : 'yes', ms: approval.durationMs ?? 0 })}
          </Entry>
        )}
      </ol>
    </Card>
  )

  /** A person by name, else by e-mail; our own processes by what they are. */
  function nameOf({ name, decidedBy }: { name: string | null; decidedBy: string }): string {
    if (name) return name
    const system = SYSTEM_DECIDERS.find((each) => decidedBy === `system:${each}`)
    return system ? t(`system.${system}`) : decidedBy
  }
}

/** Edits and decisions in their order; an edit comes before the yes that it was made with. */
const steps = ({ edits, decisions }: ApprovalDetail) => [...edits, ...decisions].sort((a, b) => a.at.getTime() - b.at.getTime())

function Entry({ at, quote, output, children }: { at: Date; quote?: string | null; output?: string | null; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-3.5 py-[7px]">
      <span className="min-w-0">{children}</span>
      <Time at={at} className="text-12 leading-[21px] text-ink-3" />
      {quote && <Words text={quote} />}
      {output && <Words text={output} mono />}
    </li>
  )
}

/** Somebody's or something's words, never more than text. */
function Words({ text, mono }: { text: string; mono?: boolean }) {
  return (
    <div className={mono ? 'col-span-2 mt-1 font-mono text-13 text-ink-2' : 'col-span-2 mt-1 border-s-3 border-line-strong ps-3 text-ink-2'}>
      <LongText part={`timeline/${text.length}`} text={text} over={LONG} />
    </div>
  )
}
