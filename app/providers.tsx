'use client'
import { ThemeProvider } from 'next-themes'
import dynamic from 'next/dynamic'
import { useEffect, useState, type ReactNode } from 'react'
import { onFirstToast } from '@/components/ui/toast'

const Toaster = dynamic(() => import('@/components/ui/toaster').then((module) => module.Toaster), { ssr: false })

interface ProvidersProps {
  nonce: string | undefined
  /** The person's stored choice; this browser's own choice wins. */
  theme: string
  children: ReactNode
}

export function Providers({ nonce, theme, children }: ProvidersProps) {
  const [toasts, setToasts] = useState(false)
  useEffect(() => onFirstToast(() => setToasts(true)), [])
  return (
    <ThemeProvider attribute="data-theme" defaultTheme={theme} enableSystem nonce={nonce}>
      {children}
      {toasts && <Toaster />}
    </ThemeProvider>
  )
}
