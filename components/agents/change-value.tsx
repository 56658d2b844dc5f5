import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { VisibleText } from '@/components/ui/visible-text'
import type { FieldChange } from '@/lib/audit/append'
import { formatMoney } from '@/lib/text/money'

const LONGEST = 120
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
const isEmpty = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const Removed = ({ children }: { children: ReactNode }) => <del className="min-w-0 wrap-anywhere text-bad"><bdi>{children}</bdi></del>
const Added = ({ children }: { children: ReactNode }) => <ins className="min-w-0 wrap-anywhere text-ok no-underline"><bdi>{children}</bdi></ins>

function Value({ field, value, currency }: { field: string; value: unknown; currency: string | null }) {
  const t = useTranslations('common')
  const locale = useLocale()
  if (isEmpty(value)) return <>{t('none')}</>
  if (typeof value === 'boolean') return <>{t(value ? 'on' : 'off')}</>
  if (typeof value === 'number') {
    if (field.startsWith('trust_')) return <>L{value}</>
    if (field === 'max_amount' && currency) return <>{formatMoney(value, currency, locale)}</>
    return <>{new Intl.NumberFormat(locale).format(value)}</>
  }
  return <VisibleText text={cut(typeof value === 'string' ? value : JSON.stringify(value))} />
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** One field: what it was, struck through, and what it became; for lists only what came and went. */
export function ChangedField({ change, currency = null }: { change: FieldChange; currency?: string | null }) {
  const { field, old, new: now } = change
  const name = <code className="text-12">{field}</code>
  if (Array.isArray(old) || Array.isArray(now)) {
    const [was, is] = [words(old), words(now)]
    return (
      <span className="flex flex-wrap gap-x-1.5">
        {name}
        {is.filter((word) => !was.includes(word)).map((word) => <Added key={`+${word}`}>+ <bdi>{word}</bdi></Added>)}
        {was.filter((word) => !is.includes(word)).map((word) => <Removed key={`-${word}`}>− <bdi>{word}</bdi></Removed>)}
      </span>
    )
  }
  return (
    <span>
      {name} {!isEmpty(old) && <Removed><Value field={field} value={old} currency={currency} /></Removed>}{' '}
      <Added><Value field={field} value={now} currency={currency} /></Added>
    </span>
  )
}
