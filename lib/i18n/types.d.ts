import type { Locale as AppLocale } from './locales'
import type en from './messages/en'

declare module 'next-intl' {
  interface AppConfig {
    Locale: AppLocale
    Messages: typeof en
  }
}
