'use client'
import { LogOut, UserRound } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { startTransition } from 'react'
import type { FormAction } from '@/components/ui/action-result'
import { cn } from '@/components/ui/cn'
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { useHydrated } from '@/components/ui/use-hydrated'
import { usePreferences } from './use-preferences'

export interface UserMenuProps {
  name: string
  email: string
  /** Stores the choice with the user; the cookie and the theme change at once. */
  savePreference?: FormAction
  signOut?: FormAction
  compact?: boolean
}

const themes = ['light', 'dark', 'system'] as const

export function UserMenu({ name, email, savePreference, signOut, compact }: UserMenuProps) {
  const t = useTranslations('common')
  const locale = useLocale()
  const { theme, chooseTheme, chooseLocale } = usePreferences(savePreference)
  const hydrated = useHydrated()

  function leave() {
    startTransition(async () => void (await signOut?.(null, new FormData())))
  }

  const initials = (name || email).split(/\s+/).map((part) => [...part][0]).slice(0, 2).join('').toUpperCase()
  const trigger = (
    <button
      type="button"
      aria-label={`${t('userMenu')}: ${name}`}
      className={cn('flex min-w-0 items-center gap-[9px] rounded-md text-13 text-ink-2 hover:text-ink', compact ? 'p-1' : 'w-full px-2.5 py-2')}
    >
      <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-11 font-semibold text-accent">
        {initials}
      </span>
      {!compact && <span className="truncate">{name}</span>}
    </button>
  )

  return (
    <Menu trigger={trigger} side={compact ? 'bottom' : 'top'} align={compact ? 'end' : 'start'} className="w-56">
      <div className="px-2 py-1.5">
        <div className="truncate text-13 font-medium">{name}</div>
        <div className="truncate text-12 text-ink-3">{email}</div>
      </div>
      <MenuSeparator />
      <MenuLink href="/account">
        <UserRound aria-hidden className="size-3.5 text-ink-3" />
        {t('account')}
      </MenuLink>
      <MenuSeparator />
      <MenuChoice
        label={t('theme')}
        value={hydrated ? (theme ?? 'system') : 'system'}
        options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        onChange={chooseTheme}
      />
      <MenuChoice
        label={t('language')}
        value={locale}
        options={(['en', 'he'] as const).map((value) => ({ value, label: t(`languages.${value}`) }))}
        onChange={chooseLocale}
      />
      <MenuSeparator />
      <MenuItem onClick={leave}>
        <LogOut aria-hidden className="flip-rtl size-3.5 text-ink-3" />
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}
