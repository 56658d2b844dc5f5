'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { toast, Toaster as Sonner } from 'sonner'
import { beginToasts } from './toast'

/** One per page, in the root layout. Elsewhere: `import { toast } from '@/components/ui/toast'`. */
export function Toaster() {
  const t = useTranslations('common')
  const { resolvedTheme } = useTheme()
  const rtl = useLocale() === 'he'
  useEffect(() => {
    // A screen reader speaks of what changes in a live region, so the region has to be there before its first message.
    const begin = setTimeout(() => beginToasts(toast), 100)
    return () => clearTimeout(begin)
  }, [])
  return (
    <Sonner
      dir={rtl ? 'rtl' : 'ltr'}
      position={rtl ? 'bottom-left' : 'bottom-right'}
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      containerAriaLabel={t('notifications')}
      gap={8}
      // Above the bars at the foot of a page, so that it hides no button of theirs.
      offset={{ bottom: 76 }}
      mobileOffset={{ bottom: 96 }}
      className="!font-sans"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[356px] max-w-[calc(100vw-32px)] items-center gap-3 rounded-card border border-line bg-raised px-3.5 py-3 text-13 text-ink shadow-pop',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-ink-2',
          icon: '[&_svg]:size-4 text-ink-2',
          success: '[&_[data-icon]]:text-ok',
          error: '[&_[data-icon]]:text-bad',
          actionButton: 'shrink-0 rounded-md border border-line-strong px-2.5 py-1 font-medium hover:bg-hover',
          cancelButton: 'shrink-0 rounded-md px-2 py-1 text-ink-2 hover:bg-hover',
        },
      }}
    />
  )
}
