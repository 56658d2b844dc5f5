'use client'
import { useTheme } from 'next-themes'
import { startTransition } from 'react'
import type { FormAction } from '@/components/ui/action-result'

/** Changes the theme at once and the language with the answer; both are kept with the person. */
export function usePreferences(savePreference: FormAction | undefined) {
  const { theme, setTheme } = useTheme()
  const save = (field: 'theme' | 'locale', value: string) => {
    if (!savePreference) return
    const form = new FormData()
    form.set(field, value)
    startTransition(async () => void (await savePreference(null, form)))
  }
  return {
    theme,
    chooseTheme: (value: string) => {
      setTheme(value)
      save('theme', value)
    },
    chooseLocale: (value: string) => save('locale', value),
  }
}
