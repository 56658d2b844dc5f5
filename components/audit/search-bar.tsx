import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SearchField } from './search-field'
import { SearchForm } from './search-form'

const PERIODS = ['24h', '7d', '30d', '90d', 'custom'] as const

interface SearchBarProps {
  address: Readonly<Record<'period' | 'from' | 'to' | 'span', string | null>>
  text: string
  /** The days of the period in force, to start an own one from. */
  days: { from: string; to: string }
  problemsId?: string
  children: ReactNode
}

/** The search, over which time, and what to do with it. */
export function SearchBar({ address, text, days, problemsId, children }: SearchBarProps) {
  const t = useTranslations('audit')
  const { period, from, to, span } = address
  const byHour = Boolean(from?.includes('T') && to?.includes('T'))
  const kept = (name: string, value: string | null) => value && <input key={name} type="hidden" name={name} value={value} />
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchForm label={t('filter.label')}>
        <SearchField text={text} invalid={problemsId !== undefined} describedBy={problemsId} />
        <Select key={`period ${period}`} name="period" aria-label={t('filter.period')} data-usual="7d" defaultValue={period ?? (byHour ? 'custom' : '7d')} className="w-auto text-13">
          {PERIODS.map((each) => <option key={each} value={each}>{t(`period.${each}`)}</option>)}
        </Select>
        {byHour && [kept('from', from), kept('to', to)]}
        {!byHour && period === 'custom' && (
          <span className="flex items-center gap-2 text-13 text-ink-2">
            <Input key={`from ${from}`} type="date" name="from" aria-label={t('filter.from')} defaultValue={from ?? days.from} className="w-auto text-13" />
            <span aria-hidden>–</span>
            <Input key={`to ${to}`} type="date" name="to" aria-label={t('filter.to')} defaultValue={to ?? days.to} className="w-auto text-13" />
          </span>
        )}
        {kept('span', span)}
        <Button type="submit" size="sm" className="sr-only focus:not-sr-only">{t('filter.apply')}</Button>
      </SearchForm>
      {children}
    </div>
  )
}
