import { Check, Minus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { ProofResult } from './check-proof'

type Outcome = 'ok' | 'bad' | 'unchecked'

const MARKS = {
  ok: { icon: Check, tone: 'text-ok' },
  bad: { icon: X, tone: 'text-bad' },
  unchecked: { icon: Minus, tone: 'text-ink-3' },
} as const

/** Each step of the check in words, and what they come to. */
export function ProofSteps({ result: { payloads, signed, included, index } }: { result: ProofResult }) {
  const t = useTranslations('audit.proof')
  const intact = payloads.wrong.length === 0
  const holds = intact && signed !== null && included
  const steps: [Outcome, string][] = [
    intact
      ? ['ok', payloads.erased.length > 0 ? t('payloadsErased', { count: payloads.erased.length }) : t('payloads')]
      : ['bad', t('payloadsWrong', { names: payloads.wrong.map((name) => t(`payload.${name}`)).join(', ') })],
    signed ? ['ok', t('signature', signed)] : ['bad', t('signatureWrong')],
    !signed ? ['unchecked', t('unchecked')] : included ? ['ok', t('inclusion', { index })] : ['bad', t('inclusionWrong', { index })],
  ]
  return (
    <div data-proof={holds ? 'holds' : 'broken'} className={cn('mt-3 rounded-card border px-3 py-2.5 text-13', holds ? 'border-line bg-ok-soft' : 'border-line bg-bad-soft')}>
      <p className={cn('mb-2 font-semibold', holds ? 'text-ok' : 'text-bad')}>{t(holds ? 'holds' : 'broken')}</p>
      <ul aria-label={t('result')} className="space-y-1.5">
        {steps.map(([outcome, words]) => {
          const { icon: Icon, tone } = MARKS[outcome]
          return (
            <li key={words} data-step={outcome} className="flex gap-2">
              <Icon aria-hidden className={cn('mt-[3px] size-3.5 shrink-0', tone)} />
              <span className="min-w-0 break-words">{words}</span>
            </li>
          )
        })}
      </ul>
      {holds && <p className="mt-2 text-12 text-ink-2">{t('keyHint')}</p>}
    </div>
  )
}
