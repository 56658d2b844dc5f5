'use client'
import { createContext, useContext } from 'react'
import type { ActionResult } from './action-result'

export interface FormState {
  result: ActionResult<unknown> | null
  pending: boolean
}

export const FormContext = createContext<FormState>({ result: null, pending: false })
export const useFormState = () => useContext(FormContext)

/** What an enclosing Field tells its control. */
export interface FieldState {
  id: string
  name: string
  describedBy: string | undefined
  invalid: boolean
  typed: string | string[] | undefined
}

export const FieldContext = createContext<FieldState | null>(null)

interface ControlProps {
  id?: string
  name?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling'
}

/** Id, name and error wiring for a native control, from the Field around it; explicit props win. */
export function useFieldControl<P extends ControlProps>(props: P) {
  const field = useContext(FieldContext)
  const wired = field
    ? {
        id: props.id ?? field.id,
        name: props.name ?? field.name,
        'aria-describedby': props['aria-describedby'] ?? field.describedBy,
        'aria-invalid': props['aria-invalid'] ?? (field.invalid || undefined),
      }
    : {}
  return { wired, typed: field?.typed }
}
