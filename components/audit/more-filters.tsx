import { ChevronDown } from 'lucide-react'
import { useMessages, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { FilterValues } from './filter-values'

const FOLDED = ['event', 'actor', 'client', 'action'] as const

/** Exact filters that are seldom needed. Open while one is in force. */
export function MoreFilters({ values }: { values: FilterValues }) {
  const t = useTranslations('audit')
  const events = Object.keys(useMessages().audit?.event ?? {}).map((key) => key.replace('_', '.'))
  const used = FOLDED.filter((name) => values[name]).length
  return (
    <details open={used > 0} className="group text-13 open:basis-full">
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-ink-2 hover:text-ink">
        <ChevronDown aria-hidden className="size-3.5 -rotate-90 transition-transform group-open:rotate-0 rtl:rotate-90 rtl:group-open:rotate-0" />
        {t('more')}
      </summary>
      <div className="mt-2 grid gap-2 sm:grid-cols-2 xl:grid-cols-[repeat(4,minmax(0,1fr))_auto]">
        {FOLDED.map((name) => (
          <label key={name} className="flex flex-col gap-1 text-12 text-ink-2">
            {t(`filter.${name}`)}
            <Input
              name={name}
              defaultValue={values[name] ?? ''}
              maxLength={200}
              placeholder={t(`hint.${name}`)}
              list={name === 'event' ? 'audit-events' : undefined}
              autoComplete="off"
              spellCheck={false}
              dir="ltr"
              className="text-13 text-ink rtl:text-end"
            />
          </label>
        ))}
        <Button type="submit" size="sm" className="self-end">{t('filter.apply')}</Button>
      </div>
      <datalist id="audit-events">
        {events.map((event) => <option key={event} value={event} />)}
      </datalist>
    </details>
  )
}
