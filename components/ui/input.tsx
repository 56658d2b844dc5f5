'use client'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlStyles } from './control-styles'
import { useFieldControl } from './form-context'

const single = (typed: string | string[] | undefined) => (Array.isArray(typed) ? typed[0] : typed)

/** Uncontrolled inside a form: `defaultValue` is what is stored, and what was typed wins after a refusal. */
export function Input({ className, defaultValue, ...props }: ComponentProps<'input'>) {
  const { wired, typed } = useFieldControl(props)
  const start = props.value === undefined && props.type !== 'password' ? { defaultValue: single(typed) ?? defaultValue } : {}
  return <input className={cn(controlStyles, 'px-[11px] py-[6px]', className)} {...props} {...wired} {...start} />
}

export function Textarea({ className, defaultValue, ...props }: ComponentProps<'textarea'>) {
  const { wired, typed } = useFieldControl(props)
  const start = props.value === undefined ? { defaultValue: single(typed) ?? defaultValue } : {}
  return (
    <textarea className={cn(controlStyles, 'min-h-[70px] px-[11px] py-[9px] field-sizing-content contain-inline-size', className)} {...props} {...wired} {...start} />
  )
}
