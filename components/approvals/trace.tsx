import { useLocale, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Tag } from '@/components/ui/tag'
import { VisibleText } from '@/components/ui/visible-text'
import { formatMoney } from '@/lib/text/money'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

type Step = Verdict['trace'][number]
type Key = 'agent_enabled'

const SIGNS = { pass: '✓', allow: '✓', review: '→', deny: '✕' } as const

/** The rules that were looked at, in order; those that asked for a person stand out. */
export function Trace({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations('approvals.trace')
  return (
    <Card>
      <ol className="m-0 list-none px-0 py-1">
        {steps.map((step, index) => (
          <li
            key={index}
            className={cn(
              'grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2.5 px-3.5 py-[7px] text-ink-2',
              (step.outcome === 'review' || step.outcome === 'deny') && 'font-medium text-ink',
            )}
          >
            <span aria-hidden className={step.outcome === 'review' ? 'flip-rtl' : undefined}>{SIGNS[step.outcome]}</span>
            <span className="min-w-0">
              <span className="sr-only">{t(`outcome.${step.outcome}`)}: </span>
              <StepWords step={step} />
            </span>
            <code className="text-12 font-normal text-ink-3">{step.step}</code>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** What a rule found, in the reader's language. */
export function StepWords({ step }: { step: Step }) {
  const t = useTranslations('approvals.trace')
  const locale = useLocale()
  const key = `step.${step.code}` as `step.${Key}`
  return t.has(key) ? t(key, figures(step, locale)) : <VisibleText text={step.detail} />
}

/** Amounts are kept in minor units and drawn in the reader's language. */
function figures({ data = {} }: Step, locale: string): Record<string, string | number> {
  const { currency } = data
  if (typeof currency !== 'string') return data
  const drawn = Object.entries(data).map(([name, value]) =>
    [name, (name === 'amount' || name === 'limit') && typeof value === 'number' ? formatMoney(value, currency, locale) : value] as const)
  return Object.fromEntries(drawn)
}

export function RiskReasons({ reasons }: { reasons: Risk['reasons'] }) {
  const t = useTranslations('approvals.riskReason')
  return (
    <ul className="m-0 flex list-none flex-wrap gap-2 p-0">
      {reasons.map(({ code, points, detail }) => (
        <li key={code} className="inline-flex items-center gap-1.5 text-13 text-ink-2">
          <Tag><span className="nums ltr">+{points}</span></Tag>
          {t.has(code as 'amount') ? t(code as 'amount') : <VisibleText text={detail} />}
        </li>
      ))}
    </ul>
  )
}
