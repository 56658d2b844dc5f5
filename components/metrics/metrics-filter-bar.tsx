import { useFormatter, useNow, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { FilterForm } from '@/components/ui/filter-form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'

interface MetricsFilterBarProps {
  values: Readonly<Record<'period' | 'from' | 'to' | 'agent' | 'tool', string | null>>
  agents: readonly string[]
  tools: readonly string[]
  /** Only one's own decisions are shown. */
  own: boolean
  /** The days of the period in force, to start an own one from. */
  days: { from: string; to: string }
  /** Everything before it is counted. */
  upTo: Date
}

const PERIODS = ['24h', '7d', '30d', '90d', 'custom'] as const

/** Longer than this behind, and it is said. */
const LATE_MS = 60_000

export function MetricsFilterBar({ values, agents, tools, own, days, upTo }: MetricsFilterBarProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const late = useNow().getTime() - upTo.getTime() > LATE_MS
  const at = format.dateTime(upTo, { ...(late && { day: 'numeric', month: 'short' }), hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' })
  const select = (name: 'agent' | 'tool', choices: readonly string[]) => (
    <Select name={name} aria-label={t(name)} defaultValue={values[name] ?? ''} className="w-auto max-w-[200px] text-13 max-md:max-w-none max-md:min-w-0 max-md:flex-[1_1_40%]">
      <option value="">{t(`all.${name}`, { count: choices.length })}</option>
      {choices.map((choice) => <option key={choice}>{choice}</option>)}
    </Select>
  )
  return (
    <div className="mb-[18px] flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="me-auto">
        <h1 className="text-20 font-bold tracking-[-.02em]">{own ? t('own.title') : t('title')}</h1>
        <p className="text-13 text-ink-2">{t('days', { from: days.from, to: days.to })} · {late ? t('asOfLate', { at }) : t('asOf', { at })}</p>
      </div>
      <FilterForm role="search" aria-label={t('filter')} className="flex flex-wrap items-center gap-2 max-md:basis-full">
        {select('agent', agents)}
        {select('tool', tools)}
        <Select name="period" aria-label={t('period.label')} data-default="30d" defaultValue={values.period ?? '30d'} className="w-auto text-13 max-md:flex-[1_1_40%]">
          {PERIODS.map((period) => <option key={period} value={period}>{t(`period.${period}`)}</option>)}
        </Select>
        {values.period === 'custom' && (
          <span className="flex flex-wrap items-center gap-2">
            <Input type="date" name="from" aria-label={t('period.from')} defaultValue={values.from ?? days.from} className="w-auto text-13" />
            <span aria-hidden>–</span>
            <Input type="date" name="to" aria-label={t('period.to')} defaultValue={values.to ?? days.to} className="w-auto text-13" />
            <Button type="submit" size="sm">{t('period.apply')}</Button>
          </span>
        )}
      </FilterForm>
    </div>
  )
}
