'use client'
import { startTransition, useActionState, useEffect, useEffectEvent, useRef } from 'react'
import type { ComponentProps, FormEvent } from 'react'
import type { FormAction } from './action-result'
import { cn } from './cn'
import { FormContext } from './form-context'
import { FormError } from './form-error'

interface ActionFormProps<T> extends Omit<ComponentProps<'form'>, 'action' | 'onSubmit'> {
  action: FormAction<T>
  onSuccess?: (value: T) => void
  onFailure?: (failure: Extract<Awaited<ReturnType<FormAction<T>>>, { ok: false }>) => void
  resetOnSuccess?: boolean
  /** Off when the caller shows the message itself. */
  showError?: boolean
}

/**
 * A form over a server action. Without JavaScript it posts and the server draws what was typed;
 * with it the fields are left alone, so nothing typed is ever lost.
 */
export function ActionForm<T>(props: ActionFormProps<T>) {
  const { action, onSuccess, onFailure, resetOnSuccess, showError = true, className, children, ...rest } = props
  const [result, dispatch, pending] = useActionState(action, null)
  const form = useRef<HTMLFormElement>(null)

  const settled = useEffectEvent(() => {
    if (!result) return
    if (result.ok) {
      if (resetOnSuccess) form.current?.reset()
      onSuccess?.(result.value)
    } else {
      const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector)
      ;(find('[aria-invalid="true"]') ?? find('[data-form-error]'))?.focus()
      onFailure?.(result)
    }
  })
  useEffect(() => settled(), [result])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // A form in a dialog bubbles through React to the form that opened it.
    if (pending || event.target !== event.currentTarget) return
    const submitter = (event.nativeEvent as SubmitEvent).submitter
    const data = new FormData(event.currentTarget, submitter)
    startTransition(() => dispatch(data))
  }

  return (
    <FormContext value={{ result, pending }}>
      <form ref={form} action={dispatch} onSubmit={submit} className={cn('flex flex-col gap-4', className)} {...rest}>
        {showError && <FormError />}
        {children}
      </form>
    </FormContext>
  )
}
