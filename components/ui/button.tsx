import Link from 'next/link'
import type { ComponentProps } from 'react'
import { buttonStyles, type ButtonStyle } from './button-styles'
import { cn } from './cn'

type ButtonProps = ComponentProps<'button'> & ButtonStyle

/** One primary per view; `danger` is the quiet red one, `destructive` the one inside a confirmation. */
export function Button({ variant, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonStyles({ variant, size }), className)} {...props} />
}

export function ButtonLink({ variant, size, className, ...props }: ComponentProps<typeof Link> & ButtonStyle) {
  return <Link className={cn(buttonStyles({ variant, size }), className)} {...props} />
}
