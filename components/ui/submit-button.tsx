'use client'
import type { ComponentProps } from 'react'
import { Button } from './button'
import { useFormState } from './form-context'
import { Spinner } from './spinner'

/** Stays focusable while it works, so the focus is not lost; a second submit is ignored by the form. */
export function SubmitButton({ variant = 'primary', children, ...props }: ComponentProps<typeof Button>) {
  const { pending } = useFormState()
  return (
    <Button type="submit" variant={variant} aria-disabled={pending || undefined} data-pending={pending || undefined} {...props}>
      {pending && <Spinner />}
      {children}
    </Button>
  )
}
