'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition, type KeyboardEvent, type PointerEvent } from 'react'
import { cn } from '@/components/ui/cn'
import { writeSpan } from '@/lib/audit/time'
import type { Histogram } from '@/lib/audit/histogram'
import { ticksBetween } from './ticks'

const SETTLE_MS = 450

interface TimeBrushProps {
  histogram: Histogram
  from: Date
  until: Date
  /** What is chosen, by bar, the last one included; null for all of it. */
  chosen: [number, number] | null
  /** The address without a choice, to which `span` is added. */
  href: string
}

/** Entries over time. Drag over it, or move either end with the arrow keys: what is chosen goes into the address. */
export function TimeBrush({ histogram: { bars, widthMs }, from, until, chosen, href }: TimeBrushProps) {
  const t = useTranslations('audit.time')
  const format = useFormatter()
  const router = useRouter()
  const [busy, startTransition] = useTransition()
  const [own, setOwn] = useState<[number, number] | null | undefined>(undefined)
  const [seen, setSeen] = useState(chosen)
  const plot = useRef<HTMLDivElement>(null)
  const began = useRef<number | null>(null)
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (String(seen) !== String(chosen)) {
    setSeen(chosen)
    setOwn(undefined)
  }
  useEffect(() => () => clearTimeout(later.current), [])

  const last = bars.length - 1
  const part = own === undefined ? chosen : own
  const [first, final] = part ?? [0, last]
  const highest = Math.max(1, ...bars.map(({ entries }) => entries))
  const startOf = (index: number) => new Date(from.getTime() + index * widthMs)
  const endOf = (index: number) => new Date(Math.min(from.getTime() + (index + 1) * widthMs, until.getTime()))
  const said = (at: Date) => format.dateTime(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' })
  const hrefOf = (choice: [number, number] | null) =>
    choice && !(choice[0] === 0 && choice[1] === last)
      ? `${href}${href.includes('?') ? '&' : '?'}span=${writeSpan({ from: startOf(choice[0]), until: endOf(choice[1]) })}`
      : href

  function go(choice: [number, number] | null) {
    clearTimeout(later.current)
    setOwn(choice)
    startTransition(() => router.push(hrefOf(choice), { scroll: false }))
  }
  const barAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect()
    if (!box) return 0
    return Math.min(last, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bars.length)))
  }
  function press(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    began.current = barAt(event)
    setOwn([began.current, began.current])
  }
  function move(event: PointerEvent) {
    if (began.current === null) return
    const at = barAt(event)
    setOwn([Math.min(began.current, at), Math.max(began.current, at)])
  }
  function release(event: PointerEvent) {
    if (began.current === null) return
    const at = barAt(event)
    const choice: [number, number] = [Math.min(began.current, at), Math.max(began.current, at)]
    began.current = null
    go(choice)
  }
  function key(event: KeyboardEvent, end: 0 | 1) {
    if (event.key === 'Escape' && part) return go(null)
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -bars.length, End: bars.length }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const to = Math.min(last, Math.max(0, (end === 0 ? first : final) + step))
    const choice: [number, number] = end === 0 ? [Math.min(to, final), final] : [first, Math.max(to, first)]
    setOwn(choice)
    clearTimeout(later.current)
    later.current = setTimeout(() => go(choice), SETTLE_MS)
  }
  const share = (index: number) => `${(index / bars.length) * 100}%`

  return (
    <div dir="ltr" role="group" aria-label={t('label')} aria-busy={busy} className="select-none">
      <div
        ref={plot}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={() => {
          began.current = null
          setOwn(undefined)
        }}
        // Its places are there before its bars: they come with the page bit by bit, and must not move as they do.
        style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, 1fr))` }}
        className="relative grid h-[58px] cursor-crosshair touch-pan-y items-end gap-[2px] border-b border-line"
      >
        {part && <span aria-hidden className="absolute inset-y-0 border-x border-accent bg-accent-soft" style={{ left: share(first), width: share(final - first + 1) }} />}
        {bars.map((bar, index) => {
          const inside = index >= first && index <= final
          return (
            <a
              key={bar.at.getTime()}
              href={hrefOf([index, index])}
              tabIndex={-1}
              aria-hidden
              draggable={false}
              onClick={(event) => event.preventDefault()}
              title={t('bar', { from: said(startOf(index)), until: said(endOf(index)), count: bar.entries, failed: bar.failed })}
              className="relative flex h-full min-w-0 flex-col justify-end"
            >
              <span className={cn('block rounded-t-[2px]', part && inside ? 'bg-accent' : 'bg-ink-3', part && !inside && 'opacity-50')} style={{ height: heightOf(bar.entries, highest) }} />
              {bar.failed > 0 && <span className="absolute inset-x-0 bottom-0 block bg-bad opacity-70" style={{ height: `max(1px, ${(bar.failed / highest) * 92}%)` }} />}
            </a>
          )
        })}
        {([0, 1] as const).map((end) => (
          <span
            key={end}
            role="slider"
            tabIndex={0}
            aria-label={t(end === 0 ? 'start' : 'end')}
            aria-valuemin={0}
            aria-valuemax={last}
            aria-valuenow={end === 0 ? first : final}
            aria-valuetext={said(end === 0 ? startOf(first) : endOf(final))}
            onKeyDown={(event) => key(event, end)}
            className="absolute -bottom-[5px] z-1 h-2.5 w-1.5 -translate-x-1/2 rounded-full bg-accent opacity-0 focus-visible:opacity-100"
            style={{ left: share(end === 0 ? first : final + 1) }}
          />
        ))}
      </div>
      <div aria-hidden className="relative mt-1 h-4 text-11 whitespace-nowrap text-ink-3 nums">
        {ticksBetween(from, startOf(bars.length)).map(({ at, place, within }) => (
          <span key={at.getTime()} className="absolute" style={{ left: `${place * 100}%` }}>
            {format.dateTime(at, { ...(within ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { day: 'numeric', month: 'short' }), timeZone: 'UTC' })}
          </span>
        ))}
      </div>
    </div>
  )
}

/** A bar of one entry is still to be seen. */
const heightOf = (count: number, highest: number) => (count === 0 ? '0' : `max(2px, ${(count / highest) * 92}%)`)
