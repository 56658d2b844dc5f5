'use client'
import { useLocale, useTranslations } from 'next-intl'
import { startTransition } from 'react'
import type { FormAction } from '@/components/ui/action-result'
import type { NavPage } from './nav'
import type { PaletteItem } from './palette-items'
import { usePreferences } from './use-preferences'

export interface CommandsProps {
  pages: readonly NavPage[]
  workspace: { current: { id: string }; workspaces: readonly { id: string; name: string }[]; switchWorkspace?: FormAction }
  savePreference?: FormAction
  signOut?: FormAction
}

/** What the palette can do without asking the server: the pages of this person, their workspaces and their settings. */
export function useCommands({ pages, workspace, savePreference, signOut }: CommandsProps): { items: PaletteItem[]; hebrew: boolean } {
  const t = useTranslations('common')
  const locale = useLocale()
  const { theme, chooseTheme, chooseLocale } = usePreferences(savePreference)
  const post = (action: FormAction | undefined, fields: Record<string, string>) => () => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    startTransition(async () => void (await action?.(null, form)))
  }
  const setting = (id: string, label: string, run: () => void): PaletteItem => ({ id, group: 'settings', label, run })
  const items: PaletteItem[] = [
    ...pages.map((page): PaletteItem => ({ id: `page-${page}`, group: 'pages', label: t(`nav.${page}`), href: `/${page}` })),
    { id: 'page-account', group: 'pages', label: t('account'), href: '/account' },
    ...workspace.workspaces
      .filter(({ id }) => id !== workspace.current.id)
      .map(({ id, name }): PaletteItem => ({
        id: `workspace-${id}`, group: 'workspaces', label: name, foreign: true, run: post(workspace.switchWorkspace, { workspace: id }),
      })),
    ...(['light', 'dark', 'system'] as const)
      .filter((value) => value !== theme)
      .map((value) => setting(`theme-${value}`, t('palette.theme', { theme: t(`themes.${value}`) }), () => chooseTheme(value))),
    ...(['en', 'he'] as const)
      .filter((value) => value !== locale)
      .map((value) => setting(`locale-${value}`, t('palette.language', { language: t(`languages.${value}`) }), () => chooseLocale(value))),
    setting('sign-out', t('signOut'), post(signOut, {})),
  ]
  return { items, hebrew: locale === 'he' }
}
