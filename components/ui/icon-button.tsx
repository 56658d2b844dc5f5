import type { ComponentProps } from 'react'
import { cn } from './cn'

type IconButtonProps = ComponentProps<'button'> & { label: string; size?: 'sm' | 'md' }

/** A button that is only an icon always has a name: `label` is read out and shown on hover. */
export function IconButton({ label, size = 'md', className, type = 'button', ...props }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cn(
        'inline-grid shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:not-disabled:bg-hover hover:not-disabled:text-ink disabled:opacity-50 [&_svg]:size-4',
        size === 'sm' ? 'size-6 [&_svg]:size-3.5' : 'size-8',
        className,
      )}
      {...props}
    />
  )
}
