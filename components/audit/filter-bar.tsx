import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { ChipLink } from '@/components/ui/chip'
import { FilterForm } from '@/components/ui/filter-form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { AuditKind } from '@/lib/audit/append'
import type { FilterValues } from './filter-values'
import { MoreFilters } from './more-filters'

interface FilterBarProps {
  values: FilterValues
  agents: readonly string[]
  tools: readonly string[]
  chips: readonly { kind: AuditKind; on: boolean; href: string }[]
  failed: { on: boolean; href: string }
  /** The days of the period in force, to start an own one from. */
  custom: { from: string; to: string }
  clearable: boolean
  exporting: ReactNode
}

/** Search, period and who or what at hand; the rest folded. Everything is the address. */
export function FilterBar({ values, agents, tools, chips, failed, custom, clearable, exporting }: FilterBarProps) {
  const t = useTranslations('audit')
  const picked = (name: 'agent' | 'tool', choices: readonly string[]) => (
    <Select name={name} aria-label={t(`filter.${name}`)} defaultValue={values[name] ?? ''} className="w-auto max-w-[150px] text-13 max-md:min-w-0 max-md:flex-[1_1_28%]">
      <option value="">{t(`any.${name}`)}</option>
      {values[name] && !choices.includes(values[name]) && <option>{values[name]}</option>}
      {choices.map((choice) => <option key={choice}>{choice}</option>)}
    </Select>
  )
  return (
    <div className="mb-2">
      <div className="mb-3 flex items-center justify-between gap-3">
        <h1 className="text-20 font-bold tracking-[-.02em]">{t('title')}</h1>
        {exporting}
      </div>
      <FilterForm role="search" aria-label={t('filter.label')} className="flex flex-wrap items-center gap-2">
        {values.kind && <input type="hidden" name="kind" value={values.kind} />}
        {values.outcome && <input type="hidden" name="outcome" value={values.outcome} />}
        <span className="relative min-w-[200px] flex-1 max-md:basis-full">
          <Search aria-hidden className="pointer-events-none absolute start-2.5 top-1/2 size-3.5 -translate-y-1/2 text-ink-3" />
          <Input name="q" type="search" maxLength={200} defaultValue={values.q ?? ''} aria-label={t('filter.search')} placeholder={t('filter.searchHint')} className="ps-8 text-13" />
        </span>
        <Select name="period" aria-label={t('filter.period')} data-default="7d" defaultValue={values.period ?? '7d'} className="w-auto text-13 max-md:min-w-0 max-md:flex-[1_1_28%]">
          {(['24h', '7d', '30d', '90d', 'custom'] as const).map((period) => <option key={period} value={period}>{t(`period.${period}`)}</option>)}
        </Select>
        {picked('agent', agents)}
        {picked('tool', tools)}
        {values.period === 'custom' && (
          <span className="flex items-center gap-2 text-13 text-ink-2">
            <Input type="date" name="from" aria-label={t('filter.from')} defaultValue={values.from ?? custom.from} className="w-auto text-13" />
            <span aria-hidden>–</span>
            <Input type="date" name="to" aria-label={t('filter.to')} defaultValue={values.to ?? custom.to} className="w-auto text-13" />
          </span>
        )}
        <span className="basis-full max-md:hidden" />
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 max-md:-mx-4 max-md:basis-[calc(100%+2rem)] max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1" role="group" aria-label={t('filter.kind')}>
          {chips.map(({ kind, on, href }) => <ChipLink key={kind} on={on} href={href} prefetch={false}>{t(`kind.${kind}`)}</ChipLink>)}
          <ChipLink on={failed.on} href={failed.href} prefetch={false}>{t('failedOnly')}</ChipLink>
          {clearable && (
            <ChipLink href="/audit" prefetch={false} className="border-transparent underline underline-offset-3">{t('clear')}</ChipLink>
          )}
        </div>
        <MoreFilters values={values} />
        <Button type="submit" size="sm" className="sr-only focus:not-sr-only">{t('filter.apply')}</Button>
      </FilterForm>
    </div>
  )
}
