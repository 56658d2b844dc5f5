import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/heebo/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { currentSession } from '@/lib/auth/session'
import { direction } from '@/lib/i18n/locales'
import { AreaMessages } from './area-messages'
import { preloadFonts } from './fonts'
import { Providers } from './providers'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return {
    title: { template: `%s · ${t('product')}`, default: t('product') },
    description: t('tagline'),
    robots: { index: false, follow: false },
    formatDetection: { telephone: false, date: false, address: false, email: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfa' },
    { media: '(prefers-color-scheme: dark)', color: '#121210' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, session, sent] = await Promise.all([getLocale(), currentSession(), headers()])
  const dir = direction(locale)
  preloadFonts(dir)
  return (
    <html lang={locale} dir={dir} suppressHydrationWarning>
      <body>
        <AreaMessages areas={[]}>
          <Providers nonce={sent.get('x-nonce') ?? undefined} theme={session?.user.theme ?? 'system'}>
            {children}
          </Providers>
        </AreaMessages>
      </body>
    </html>
  )
}
