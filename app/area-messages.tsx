import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Area } from '@/lib/i18n/areas'

/**
 * Gives client components below it the strings of these areas (always with common and errors).
 * Server components need nothing: they read every area. `<AreaMessages areas={['agents']}>…`
 */
export async function AreaMessages({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const all = await getMessages()
  const wanted = new Set<string>(['common', 'errors', ...areas])
  const messages = Object.fromEntries(Object.entries(all).filter(([area]) => wanted.has(area)))
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
}
