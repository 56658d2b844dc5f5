import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'

/** One narrow column in the middle; nothing of the desk shows before somebody is in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10 md:pb-[12vh]">
      <div className="w-full max-w-[360px]">
        <Brand className="mb-6 text-15" />
        {children}
      </div>
    </main>
  )
}
