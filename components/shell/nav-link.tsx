'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

/** `count` is drawn at the end of the row, in the accent when this is the current page. */
export function NavLink({ href, count, children }: { href: string; count?: ReactNode; children: ReactNode }) {
  const path = usePathname()
  const on = path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={href}
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
