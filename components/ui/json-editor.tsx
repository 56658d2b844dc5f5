'use client'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { parseStrictJson } from '@/lib/strict-json'
import { Button } from './button'
import { cn } from './cn'
import { useFieldControl } from './form-context'
import { Textarea } from './input'

interface JsonEditorProps {
  /** Its name where no Field around it gives one. */
  label?: string
  defaultValue?: string
  placeholder?: string
  maxLength?: number
  required?: boolean
  className?: string
  onChange?: (text: string) => void
}

const encoder = new TextEncoder()

/** JSON as text: a plain field that posts without scripts; with them it says which line is wrong while one types. */
export function JsonEditor({ label, defaultValue = '', className, onChange, ...props }: JsonEditorProps) {
  const t = useTranslations('common.json')
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const { wired, typed } = useFieldControl({})
  const [text, setText] = useState(typeof typed === 'string' ? typed : defaultValue)
  const parsed = text.trim() ? parseStrictJson(encoder.encode(text)) : null
  const wrong = parsed && !parsed.ok ? parsed : null

  function format() {
    if (!parsed?.ok || !area.current) return
    area.current.value = JSON.stringify(parsed.value, null, 2)
    setText(area.current.value)
    onChange?.(area.current.value)
    area.current.focus()
  }

  return (
    <div>
      <Textarea
        ref={area}
        dir="ltr"
        rows={6}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        defaultValue={defaultValue}
        className={cn('max-h-[60vh] min-h-[132px] overflow-auto font-mono text-13 leading-[1.55]', className)}
        onChange={(event) => {
          setText(event.target.value)
          onChange?.(event.target.value)
        }}
        {...props}
        aria-label={label}
        aria-describedby={[wired['aria-describedby'], id].filter(Boolean).join(' ')}
        aria-invalid={wrong || wired['aria-invalid'] ? true : undefined}
      />
      <div className="mt-1.5 flex items-start gap-3">
        <p id={id} aria-live="polite" className="me-auto min-h-5 min-w-0 text-13 text-bad">
          {wrong && (
            <>
              {wrong.at !== undefined && <>{t('line', { line: text.slice(0, wrong.at).split('\n').length })} </>}
              {t(`fault.${wrong.fault}`)}
            </>
          )}
        </p>
        <Button size="sm" variant="ghost" disabled={!parsed?.ok} onClick={format}>{t('format')}</Button>
      </div>
    </div>
  )
}
