'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from '@/components/ui/cn'
import { controlStyles } from '@/components/ui/control-styles'
import type { Suggestions } from '@/lib/audit/suggestions'
import { offers, wordAt, type Offer } from './complete'
import { SearchWords } from './search-words'

const LONGEST = 500
const typeface = 'px-2.5 ps-8 py-[7px] font-mono text-12 leading-5 whitespace-pre'

/** One field for everything: a combobox that completes fields and names. Without JavaScript it is a plain text field. */
export function SearchField({ text, invalid, describedBy }: { text: string; invalid: boolean; describedBy?: string }) {
  const t = useTranslations('audit')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLSpanElement>(null)
  const [typed, setTyped] = useState(text)
  const [shown, setShown] = useState(text)
  const [known, setKnown] = useState<Suggestions | null>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const [place, setPlace] = useState<{ at: number } | null>(null)
  // Another address, by a facet or Back: the field says what it says.
  if (shown !== text) {
    setShown(text)
    setTyped(text)
  }
  const word = caret === null ? null : wordAt(typed, caret)
  const list = word ? offers(typed.slice(word.at, word.end), known) : []
  const open = list.length > 0

  async function learn() {
    if (known) return
    const response = await fetch('/api/audit/suggestions').catch(() => null)
    if (response?.ok) setKnown((await response.json()) as Suggestions)
  }
  const look = () => {
    const field = input.current
    if (!field) return
    setCaret(field.selectionEnd ?? field.value.length)
    if (mirror.current) mirror.current.style.translate = `${-field.scrollLeft}px`
  }
  // Before the next key is read: what is typed on belongs behind what was taken.
  useLayoutEffect(() => {
    if (!place) return
    input.current?.setSelectionRange(place.at, place.at)
    look()
  }, [place])
  const close = () => {
    setCaret(null)
    setActive(-1)
  }
  function take(offer: Offer) {
    if (!word) return
    const put = offer.open ? offer.word : `${offer.word} `
    const next = typed.slice(0, word.at) + put + typed.slice(word.end).trimStart()
    setTyped(next)
    setActive(-1)
    setPlace({ at: word.at + put.length })
  }
  function key(event: KeyboardEvent<HTMLInputElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const offer = list[active]
    if (step) {
      event.preventDefault()
      if (!open) return look()
      setActive((active + step + list.length + (active < 0 && step < 0 ? 1 : 0)) % list.length)
    } else if (offer && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      take(offer)
    } else if (event.key === 'Enter') {
      close()
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      close()
    }
  }

  return (
    <div dir="ltr" className="relative min-w-[200px] flex-1 max-md:basis-full" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-1/2 z-1 size-3.5 -translate-y-1/2 text-ink-3" />
      <span aria-hidden className="pointer-events-none absolute inset-px z-1 overflow-hidden rounded-control">
        <span ref={mirror} className={cn('absolute start-0 top-0 block', typeface)}><SearchWords text={typed} /></span>
      </span>
      <input
        ref={input}
        name="q"
        type="text"
        inputMode="search"
        enterKeyHint="search"
        role="combobox"
        aria-label={t('filter.search')}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 && open ? `${id}-${active}` : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        maxLength={LONGEST}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={t('filter.searchHint')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(-1)
          look()
        }}
        onFocus={() => {
          void learn()
          look()
        }}
        onClick={look}
        onKeyUp={(event) => ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) && look()}
        onScroll={look}
        onKeyDown={key}
        className={cn(controlStyles, typeface, 'text-transparent caret-ink placeholder:font-sans placeholder:text-13')}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('filter.offers')}
        hidden={!open}
        className="absolute inset-x-0 top-full z-20 mt-1.5 max-h-72 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-pop"
      >
        {list.map((offer, index) => (
          <li
            key={offer.word}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(offer)}
            className={cn('flex cursor-pointer items-baseline justify-between gap-4 rounded-sm px-2 py-1.5 text-12', index === active ? 'bg-hover' : 'hover:bg-hover')}
          >
            <bdi className="min-w-0 truncate font-mono">{offer.label}</bdi>
            {offer.open && <span dir="auto" className="shrink-0 text-ink-3">{t(`offer.${offer.field}`)}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
