'use client'
import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import { FieldContext, useFormState } from './form-context'

interface FieldProps {
  name: string
  label: ReactNode
  description?: ReactNode
  /** Shown under the control, e.g. what the setting did in the last seven days. */
  effect?: ReactNode
  error?: string
  /** `row`: label and explanation at the start, control at the end, as on settings pages. */
  layout?: 'stack' | 'row'
  className?: string
  children: ReactNode
}

export function Field({ name, label, description, effect, error, layout = 'stack', className, children }: FieldProps) {
  const id = useId()
  const { result } = useFormState()
  const refused = result && !result.ok ? result : null
  const message = error ?? refused?.fieldErrors[name]
  const ids = [description && `${id}-about`, effect && `${id}-effect`, message && `${id}-error`].filter(Boolean)
  const field = {
    id,
    name,
    describedBy: ids.join(' ') || undefined,
    invalid: Boolean(message),
    typed: refused?.values[name],
  }
  const row = layout === 'row'
  return (
    <FieldContext value={field}>
      <div
        className={cn(
          row
            ? 'grid gap-x-6 gap-y-2 border-b border-line py-4 first:pt-0 last:border-0 md:grid-cols-[220px_minmax(0,1fr)]'
            : 'flex min-w-0 flex-col gap-1.5',
          className,
        )}
      >
        <div>
          <label htmlFor={id} className={row ? 'font-medium' : 'text-13 font-medium'}>
            {label}
          </label>
          {description && (
            <p id={`${id}-about`} className="mt-[3px] text-13 text-ink-2">
              {description}
            </p>
          )}
        </div>
        <div className="min-w-0">
          {children}
          {effect && (
            <div id={`${id}-effect`} className="mt-[7px] text-13 text-ink-2 [&_b]:font-medium [&_b]:text-ink">
              {effect}
            </div>
          )}
          {message && (
            <p id={`${id}-error`} className="mt-1.5 text-13 text-bad">
              {message}
            </p>
          )}
        </div>
      </div>
    </FieldContext>
  )
}
