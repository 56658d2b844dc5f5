'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from './cn'
import { useFieldControl } from './form-context'

interface TagInputProps {
  name?: string
  defaultValue?: readonly string[]
  suggestions?: readonly string[]
  /** Red tokens, for what is blocked. */
  tone?: 'neutral' | 'bad'
  placeholder?: string
  onChange?: (values: string[]) => void
}

/** A list of names. Each is a field of the same name, so a z.array() receives them; the open text counts too. */
export function TagInput({ defaultValue = [], suggestions, tone = 'neutral', placeholder, onChange, ...props }: TagInputProps) {
  const t = useTranslations('common')
  const { wired, typed } = useFieldControl(props)
  const name = props.name ?? wired.name
  const [values, setValues] = useState<string[]>([...new Set(typed === undefined ? defaultValue : [typed].flat())].filter(Boolean))
  const input = useRef<HTMLInputElement>(null)
  const list = useId()

  function change(next: string[]) {
    setValues(next)
    onChange?.(next)
  }
  function add(text: string) {
    const added = text.split(/[\s,]+/).filter(Boolean)
    if (input.current) input.current.value = ''
    if (added.length > 0) change([...new Set([...values, ...added])])
  }
  function remove(value: string) {
    change(values.filter((kept) => kept !== value))
    input.current?.focus()
  }
  function key(event: KeyboardEvent<HTMLInputElement>) {
    const text = event.currentTarget.value
    if ((event.key === 'Enter' || event.key === ',') && text.trim()) {
      event.preventDefault()
      add(text)
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) change(values.slice(0, -1))
  }

  return (
    <div className="flex min-h-[35px] flex-wrap items-center gap-1.5 rounded-control border border-control bg-raised px-1.5 py-1 focus-within:outline-2 focus-within:outline-accent hover:border-ink-2">
      {values.map((value) => (
        <span
          key={value}
          className={cn(
            'inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-panel ps-2 pe-0.5 font-mono text-12 leading-5',
            tone === 'bad' && 'border-transparent bg-bad-soft text-bad',
          )}
        >
          <input type="hidden" name={name} value={value} />
          <bdi className="min-w-0 break-all">{value}</bdi>
          <button type="button" aria-label={t('removeItem', { name: value })} onClick={() => remove(value)} className="grid size-6 place-items-center rounded-sm text-ink-3 hover:text-ink">
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        ref={input}
        list={suggestions ? list : undefined}
        placeholder={values.length === 0 ? placeholder : undefined}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={key}
        onBlur={(event) => add(event.currentTarget.value)}
        onChange={(event) => suggestions?.includes(event.currentTarget.value) && add(event.currentTarget.value)}
        className="min-w-28 flex-1 bg-transparent px-1.5 py-0.5 font-mono text-13 outline-none placeholder:font-sans placeholder:text-ink-3"
        {...wired}
      />
      {suggestions && (
        <datalist id={list}>
          {suggestions.filter((one) => !values.includes(one)).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </div>
  )
}
