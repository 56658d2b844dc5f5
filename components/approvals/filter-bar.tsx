'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useState, type ComponentProps } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { ChipLink } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import type { FilterChoices, OpenCount } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { filterSearch } from './filter-params'
import { inDialog } from './in-dialog'
import { useQueue } from './queue-context'
import { useFilter } from './use-filter'

const STATUSES = ['waiting', 'decided', 'all'] as const
const VIEWS = ['mine', 'unassigned', 'snoozed'] as const
const RISKS = ['high', 'medium', 'low'] as const
const SORTS = ['soonest', 'oldest', 'newest'] as const
const NONE = { risk: null, agent: null, tool: null, view: null, q: null }

/** Chips over the list. Links and a plain form underneath, so they also work before hydration. */
export function FilterBar({ choices, count }: { choices: FilterChoices; count: OpenCount }) {
  const t = useTranslations('approvals.filter')
  const path = usePathname()
  const { decides } = useQueue()
  const [filter, setFilter] = useFilter()
  const filtered = Boolean(filter.risk ?? filter.agent ?? filter.tool ?? filter.q ?? filter.view)
  const waiting = filter.status === 'waiting'
  const sorts = waiting ? SORTS : SORTS.slice(1)
  const sort = !waiting && filter.sort === 'soonest' ? 'newest' : filter.sort
  const chip = (change: Partial<ApprovalFilter>, on: boolean) => ({
    href: `${path}${filterSearch({ ...filter, ...change })}`,
    prefetch: false,
    on,
    onClick: (event: React.MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      setFilter(change)
    },
  })

  return (
    <form role="search" aria-label={t('label')} className="flex flex-wrap gap-1.5">
      <SearchField q={filter.q ?? ''} onSearch={(q) => setFilter({ q })} />
      {STATUSES.map((status) => (
        <ChipLink key={status} {...chip({ status, view: null }, filter.status === status && !filter.view)}>{t(`status.${status}`)}</ChipLink>
      ))}
      {waiting && decides && VIEWS.map((view) =>
        view !== 'snoozed' || count.snoozed > 0 || filter.view === view ? (
          <ChipLink key={view} {...chip({ view: filter.view === view ? null : view }, filter.view === view)}>
            {t(`views.${view}`)}
            {view === 'snoozed' && count.snoozed > 0 && <b className="nums">{count.snoozed}</b>}
          </ChipLink>
        ) : null,
      )}
      <input type="hidden" name="status" value={filter.status} />
      <ChipSelect name="risk" label={t('risk')} value={filter.risk ?? ''} on={filter.risk !== null} onChange={(event) => setFilter({ risk: RISKS.find((risk) => risk === event.target.value) ?? null })}>
        <option value="">{t('risk')}</option>
        {RISKS.map((risk) => <option key={risk} value={risk}>{t(`risks.${risk}`)}</option>)}
      </ChipSelect>
      <ChipSelect name="agent" label={t('agent')} value={filter.agent ?? ''} on={filter.agent !== null} onChange={(event) => setFilter({ agent: event.target.value || null })}>
        <option value="">{t('agent')}</option>
        {withChosen(choices.agents, filter.agent).map((id) => <option key={id} value={id}>{id}</option>)}
      </ChipSelect>
      <ChipSelect name="tool" label={t('tool')} value={filter.tool ?? ''} on={filter.tool !== null} onChange={(event) => setFilter({ tool: event.target.value || null })}>
        <option value="">{t('tool')}</option>
        {withChosen(choices.tools, filter.tool).map((id) => <option key={id} value={id}>{id}</option>)}
      </ChipSelect>
      <ChipSelect name="sort" label={t('sort')} value={sort} onChange={(event) => setFilter({ sort: SORTS.find((each) => each === event.target.value) ?? 'soonest' })}>
        {sorts.map((each) => <option key={each} value={each}>{t(`sorts.${each}`)}</option>)}
      </ChipSelect>
      {filtered && <ChipLink {...chip(NONE, false)}>{t('clear')}</ChipLink>}
      <noscript><button className="h-6 rounded-full border border-line px-2.5 text-12">{t('apply')}</button></noscript>
    </form>
  )
}

const PAUSE_MS = 300

/** Searches when nothing was typed for a moment; Escape empties it and gives the focus back to the list. */
function SearchField({ q, onSearch }: { q: string; onSearch: (q: string | null) => void }) {
  const t = useTranslations('approvals.filter')
  const { hotkeys } = useQueue()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(q)
  // What the address says wins where something else changed it, such as a link; what was sent from here is behind the typing.
  const [known, setKnown] = useState(q)
  const [sent, setSent] = useState(q)
  if (known !== q) {
    setKnown(q)
    if (q !== sent) setTyped(q)
  }
  const search = useEffectEvent((text: string) => {
    setSent(text)
    onSearch(text || null)
  })
  useHotkeys('slash', () => field.current?.select(), { enabled: hotkeys, preventDefault: true, ignoreEventWhen: inDialog })
  useEffect(() => {
    if (typed.trim() === q) return
    const timer = setTimeout(() => search(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, q])
  return (
    <span className="relative mb-0.5 w-full">
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-1/2 size-3.5 -translate-y-1/2 text-ink-3" />
      <Input
        ref={field}
        type="search"
        name="q"
        dir="auto"
        maxLength={200}
        autoComplete="off"
        value={typed}
        placeholder={t('search')}
        aria-label={t('search')}
        className="h-8 ps-8 text-13"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            setSent(typed.trim())
            onSearch(typed.trim() || null)
          } else if (event.key !== 'Escape') return
          else if (typed) setTyped('')
          if (event.key === 'Escape') document.querySelector<HTMLElement>('[data-approval][aria-current], [data-approval]')?.focus()
        }}
      />
      {hotkeys && !typed && <Kbd className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2">/</Kbd>}
    </span>
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
