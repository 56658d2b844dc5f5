'use client'
import { useFormState } from './form-context'

/** The one sentence about why the form was refused; takes the focus when no field is to blame. */
export function FormError() {
  const { result } = useFormState()
  if (!result || result.ok) return null
  return (
    <div
      role="alert"
      tabIndex={-1}
      data-form-error
      data-code={result.code}
      className="rounded-card bg-bad-soft px-3.5 py-2.5 text-13 text-bad"
    >
      {result.message}
      {result.code === 'conflict' && result.detail ? <span className="mt-0.5 block text-ink-2">{result.detail}</span> : null}
    </div>
  )
}
