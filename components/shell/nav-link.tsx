'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

interface NavLinkProps {
  href: string
  /** Other addresses of the same part of the desk. */
  also?: readonly string[]
  /** Drawn at the end of the row, in the accent when this is the current page. */
  count?: ReactNode
  children: ReactNode
}

export function NavLink({ href, also = [], count, children }: NavLinkProps) {
  const path = usePathname()
  const on = [href, ...also].some((each) => path === each || path.startsWith(`${each}/`))
  return (
    <Link
      href={href}
      // A live page is drawn again once a second; all of these would be asked for again each time.
      prefetch={false}
      aria-current={on ? 'page' : undefined}
      className={cn(
        'group flex min-h-[33px] items-center justify-between gap-2 rounded-md px-2.5 py-1.5 text-ink-2 no-underline hover:text-ink',
        on && 'bg-panel font-medium text-ink inset-ring inset-ring-line',
      )}
    >
      {children}
      {count}
    </Link>
  )
}
