import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'

interface TabLinksProps {
  label: string
  current: string
  tabs: readonly { value: string; href: string; label: ReactNode }[]
}

/** Tabs that are addresses: plain links, so they can be opened, shared and gone back to. */
export function TabLinks({ label, current, tabs }: TabLinksProps) {
  return (
    <nav aria-label={label} className="mb-6 flex gap-x-[22px] border-b border-line max-sm:flex-wrap max-sm:gap-x-4">
      {tabs.map((tab) => (
        <Link
          key={tab.value}
          href={tab.href}
          aria-current={tab.value === current ? 'page' : undefined}
          className={cn(
            'border-b-2 border-transparent py-2 whitespace-nowrap text-ink-2 no-underline hover:text-ink',
            tab.value === current && 'border-ink font-medium text-ink',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
