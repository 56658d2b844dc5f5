import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const chip =
  'inline-flex min-h-6 items-center gap-1 rounded-full border px-2.5 text-12 whitespace-nowrap no-underline transition-colors [&_b]:font-medium [&_b]:text-ink-3'
const tone = (on: boolean | undefined) => (on ? 'border-ink font-medium text-ink' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink')

/** A filter that is an address. */
export const ChipLink = ({ on, className, ...props }: ComponentProps<typeof Link> & { on?: boolean }) => (
  <Link aria-current={on ? 'true' : undefined} className={cn(chip, tone(on), className)} {...props} />
)
