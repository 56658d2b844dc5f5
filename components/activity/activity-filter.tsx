import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ChipLink } from '@/components/ui/chip'
import { FilterForm } from '@/components/ui/filter-form'
import { Select } from '@/components/ui/select'
import { ActionState } from '@/packages/sdk/contract/actions'
import { Effect } from '@/packages/sdk/contract/verdict'

const LEVELS = ['0', '1', '2', '3', '4'] as const

interface ActivityFilterProps {
  values: { agent: string | null; tool: string | null; verdict: string | null; state: string | null; level: number | null }
  agents: readonly string[]
  tools: readonly string[]
  clearable: boolean
}

/** Everything is the address; a changed filter starts at the newest again. */
export function ActivityFilterBar({ values, agents, tools, clearable }: ActivityFilterProps) {
  const t = useTranslations('activity')
  const states = useTranslations('approvals.state')
  const level = useTranslations('approvals.level')
  const picked = (name: keyof typeof values, choices: readonly { value: string; label: string }[]) => {
    const chosen = values[name] === null ? '' : String(values[name])
    return (
      <Select name={name} aria-label={t(`filter.${name}`)} defaultValue={chosen} className="w-auto max-w-[170px] text-13 max-md:max-w-none max-md:min-w-0 max-md:flex-[1_1_108px]">
        <option value="">{t(`filter.any.${name}`)}</option>
        {chosen && !choices.some(({ value }) => value === chosen) && <option>{chosen}</option>}
        {choices.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
      </Select>
    )
  }
  const plain = (ids: readonly string[]) => ids.map((id) => ({ value: id, label: id }))
  return (
    <FilterForm role="search" aria-label={t('filter.label')} className="mb-3 flex flex-wrap items-center gap-2">
      {picked('agent', plain(agents))}
      {picked('tool', plain(tools))}
      {picked('verdict', Effect.options.map((value) => ({ value, label: t(`verdict.${value}`) })))}
      {picked('state', ActionState.options.map((value) => ({ value, label: states(value) })))}
      {picked('level', LEVELS.map((value) => ({ value, label: level(`l${value}`) })))}
      {clearable && (
        <ChipLink href="/activity" prefetch={false} className="border-transparent underline underline-offset-3">{t('filter.clear')}</ChipLink>
      )}
      <Button type="submit" size="sm" className="sr-only focus:not-sr-only">{t('filter.apply')}</Button>
    </FilterForm>
  )
}
