'use client'
import type { ReactNode } from 'react'
import { useQueue } from './queue-context'

/** The title of the page, until a document is open beside the list and has a title of its own. */
export function ListTitle({ children }: { children: ReactNode }) {
  const Heading = useQueue().selected ? 'h2' : 'h1'
  return <Heading className="text-15 font-bold tracking-[-.01em]">{children}</Heading>
}
