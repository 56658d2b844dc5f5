'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from '@/components/ui/cn'
import { Modal } from '@/components/ui/modal'
import { centred } from '@/components/ui/overlay-styles'
import { VisibleText } from '@/components/ui/visible-text'
import { fits, hitItem, type PaletteItem } from './palette-items'
import { useCommands, type CommandsProps } from './use-commands'
import { useHits } from './use-hits'

export interface PaletteProps extends CommandsProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Type, choose with the arrow keys, press Enter. */
export function Palette({ open, onOpenChange, ...commands }: PaletteProps) {
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      labelledBy="palette-title"
      lightDismiss
      className={cn(centred, 'mt-[12vh] mb-auto max-w-[580px] overflow-hidden max-sm:m-0 max-sm:h-dvh max-sm:max-h-none max-sm:rounded-none max-sm:border-0')}
    >
      <Content {...commands} close={() => onOpenChange(false)} />
    </Modal>
  )
}

function Content({ close, ...given }: CommandsProps & { close: () => void }) {
  const t = useTranslations('common.palette')
  const router = useRouter()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const { hits, failed, waiting } = useHits(typed)
  const { items: commands, hebrew } = useCommands(given)
  const items = [...commands.filter((item) => fits(item, typed)), ...hits.map((hit) => hitItem(hit, hebrew))]
  const chosen = items[Math.min(at, items.length - 1)]
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In braces: browsers have begun to answer a promise here, which is no clean-up.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen?.id])

  const take = (item: PaletteItem) => {
    close()
    if (item.href) router.push(item.href)
    item.run?.()
  }
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (event.nativeEvent.isComposing || (!step && event.key !== 'Enter') || !chosen) return
    event.preventDefault()
    if (step) setAt(step(items.indexOf(chosen), items.length))
    else take(chosen)
  }
  const groups = [...new Set(items.map(({ group }) => group))]
  return (
    <div className="flex max-h-[min(560px,72vh)] flex-col max-sm:h-full max-sm:max-h-none">
      <h2 id="palette-title" className="sr-only">{t('title')}</h2>
      <label className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          autoFocus
          role="combobox"
          aria-label={t('title')}
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen && `${id}-${chosen.id}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          dir="auto"
          placeholder={t('hint')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
          className="h-12 min-w-0 flex-1 bg-transparent text-15 outline-none placeholder:text-ink-3"
        />
        <button type="button" onClick={close} className="text-13 text-ink-2 sm:hidden">{t('close')}</button>
      </label>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('results')} aria-busy={waiting} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {groups.map((group) => (
          <div key={group} role="group" aria-label={t(`group.${group}`)} className="pb-1">
            <div aria-hidden className="px-2.5 pt-2 pb-1 text-11 text-ink-3">{t(`group.${group}`)}</div>
            {items.filter((item) => item.group === group).map((item) => (
              <div
                key={item.id}
                id={`${id}-${item.id}`}
                role="option"
                aria-selected={item === chosen}
                onClick={() => take(item)}
                onPointerMove={() => item !== chosen && setAt(items.indexOf(item))}
                className="flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 py-1.5 aria-selected:bg-hover"
              >
                <span className="line-clamp-2 min-w-0 flex-1">{item.foreign ? <VisibleText text={item.label} /> : item.label}</span>
                {item.about && <span className="max-w-[45%] truncate text-12 text-ink-3"><VisibleText text={item.about} /></span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={cn('border-t border-line px-4 py-2 text-12 text-ink-3', failed && 'text-bad')}>
        {failed ? t('failed') : waiting ? t('searching') : t('count', { count: items.length })}
      </p>
    </div>
  )
}
