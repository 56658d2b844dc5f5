'use client'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useRef, type ComponentProps } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { ChipLink } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import type { FilterChoices } from '@/lib/approvals/queries'
import { filterParams, filterSearch } from './filter-params'
import { useQueue } from './queue-context'

const STATUSES = ['waiting', 'decided', 'all'] as const
const RISKS = ['high', 'medium', 'low'] as const
const SORTS = ['soonest', 'oldest', 'newest'] as const

/** Chips over the list. Links and a plain form underneath, so they also work before hydration. */
export function FilterBar({ choices }: { choices: FilterChoices }) {
  const t = useTranslations('approvals.filter')
  const path = usePathname()
  const { hotkeys } = useQueue()
  const [filter, setFilter] = useQueryStates(filterParams, { shallow: true, history: 'replace' })
  const form = useRef<HTMLFormElement>(null)
  useHotkeys('slash', () => form.current?.querySelector<HTMLElement>('select')?.focus(), { enabled: hotkeys, preventDefault: true })
  const filtered = Boolean(filter.risk || filter.agent || filter.tool)
  const sorts = filter.status === 'waiting' ? SORTS : SORTS.slice(1)
  const sort = filter.status !== 'waiting' && filter.sort === 'soonest' ? 'newest' : filter.sort

  return (
    <form ref={form} role="search" aria-label={t('label')} className="flex flex-wrap gap-1.5">
      {STATUSES.map((status) => (
        <ChipLink
          key={status}
          href={`${path}${filterSearch({ ...filter, status })}`}
          prefetch={false}
          on={filter.status === status}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            void setFilter({ status })
          }}
        >
          {t(`status.${status}`)}
        </ChipLink>
      ))}
      <input type="hidden" name="status" value={filter.status} />
      <ChipSelect name="risk" label={t('risk')} value={filter.risk ?? ''} on={filter.risk !== null} onChange={(event) => void setFilter({ risk: RISKS.find((risk) => risk === event.target.value) ?? null })}>
        <option value="">{t('risk')}</option>
        {RISKS.map((risk) => <option key={risk} value={risk}>{t(`risks.${risk}`)}</option>)}
      </ChipSelect>
      <ChipSelect name="agent" label={t('agent')} value={filter.agent ?? ''} on={filter.agent !== null} onChange={(event) => void setFilter({ agent: event.target.value || null })}>
        <option value="">{t('agent')}</option>
        {withChosen(choices.agents, filter.agent).map((id) => <option key={id} value={id}>{id}</option>)}
      </ChipSelect>
      <ChipSelect name="tool" label={t('tool')} value={filter.tool ?? ''} on={filter.tool !== null} onChange={(event) => void setFilter({ tool: event.target.value || null })}>
        <option value="">{t('tool')}</option>
        {withChosen(choices.tools, filter.tool).map((id) => <option key={id} value={id}>{id}</option>)}
      </ChipSelect>
      <ChipSelect name="sort" label={t('sort')} value={sort} onChange={(event) => void setFilter({ sort: SORTS.find((each) => each === event.target.value) ?? null })}>
        {sorts.map((each) => <option key={each} value={each}>{t(`sorts.${each}`)}</option>)}
      </ChipSelect>
      {filtered && (
        <ChipLink href={`${path}${filterSearch({ ...filter, risk: null, agent: null, tool: null })}`} prefetch={false}>
          {t('clear')}
        </ChipLink>
      )}
      <noscript><button className="h-6 rounded-full border border-line px-2.5 text-12">{t('apply')}</button></noscript>
    </form>
  )
}

/** What the list is filtered by is always among the choices. */
const withChosen = (choices: { id: string }[], chosen: string | null) => [
  ...new Set([...choices.map(({ id }) => id), ...(chosen ? [chosen] : [])]),
]

/** The platform's select in the shape of a chip. */
function ChipSelect({ label, on, value, className, ...props }: ComponentProps<'select'> & { label: string; on?: boolean }) {
  return (
    <select
      aria-label={label}
      value={value}
      className={cn(
        'h-[26px] max-w-[150px] cursor-pointer appearance-none truncate rounded-full border bg-transparent px-2.5 text-12 [field-sizing:content]',
        on ? 'border-ink font-medium text-ink' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
        className,
      )}
      {...props}
    />
  )
}
