'use client'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { useFieldControl, useFormState } from './form-context'

type CheckProps = Omit<ComponentProps<'input'>, 'type'> & { children?: ReactNode }

/** After a refused post an unticked box is simply absent from what was typed. */
function useTicked(props: CheckProps) {
  const { wired } = useFieldControl(props)
  const { result } = useFormState()
  const name = props.name ?? wired.name
  if (props.checked !== undefined) return { wired, start: {} }
  if (!result || result.ok || !name) return { wired, start: { defaultChecked: props.defaultChecked } }
  const typed = [result.values[name] ?? []].flat()
  return { wired, start: { defaultChecked: typed.includes(String(props.value ?? 'on')) } }
}

export function Checkbox({ className, children, ...props }: CheckProps) {
  const { wired, start } = useTicked(props)
  const box = (
    <input
      type="checkbox"
      className={cn('size-4 shrink-0 appearance-none rounded-[4px] border border-control bg-raised transition-colors checked:border-accent checked:bg-accent disabled:opacity-50 tick', className)}
      {...props}
      {...wired}
      {...start}
    />
  )
  if (!children) return box
  return (
    <label className="inline-flex min-h-6 items-center gap-2.5 text-14">
      {box}
      <span>{children}</span>
    </label>
  )
}

/** A setting that is on or off. A real checkbox underneath: it posts without JavaScript. */
export function Switch({ className, children, ...props }: CheckProps) {
  const { wired, start } = useTicked(props)
  return (
    <label className="inline-flex min-h-6 items-center gap-2.5">
      <input
        type="checkbox"
        role="switch"
        className={cn(
          'relative h-[21px] w-9 shrink-0 appearance-none rounded-full bg-control transition-colors checked:bg-ok disabled:opacity-50',
          'before:absolute before:start-[2.5px] before:top-[2.5px] before:size-4 before:rounded-full before:bg-[#fff] before:transition-[inset-inline-start] checked:before:start-[17.5px] dark:before:bg-[#121210]',
          className,
        )}
        {...props}
        {...wired}
        {...start}
      />
      {children && <span>{children}</span>}
    </label>
  )
}
