'use client'
import { ThemeProvider } from 'next-themes'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'

// Nothing to show before hydration, so it need not weigh on the first load.
const Toaster = dynamic(() => import('@/components/ui/toaster').then((module) => module.Toaster), { ssr: false })

interface ProvidersProps {
  nonce: string | undefined
  /** The person's stored choice; this browser's own choice wins. */
  theme: string
  children: ReactNode
}

export function Providers({ nonce, theme, children }: ProvidersProps) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme={theme} enableSystem nonce={nonce}>
      {children}
      <Toaster />
    </ThemeProvider>
  )
}
