import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Brand } from './brand'
import { Nav, type NavPage } from './nav'
import { PaletteButton } from './palette-button'
import { PhoneNav } from './phone-nav'
import { UserMenu, type UserMenuProps } from './user-menu'
import { WorkspaceSwitcher, type WorkspaceSwitcherProps } from './workspace-switcher'

interface ShellProps {
  pages: readonly NavPage[]
  pending?: ReactNode
  /** Above every page. */
  notice?: ReactNode
  user: UserMenuProps
  workspace: WorkspaceSwitcherProps
  children: ReactNode
}

/** The signed-in frame: 216 px of navigation beside the page; on a phone a bar above it. */
export function Shell({ pages, pending, notice, user, workspace, children }: ShellProps) {
  const t = useTranslations('common.nav')
  const switcher = <WorkspaceSwitcher {...workspace} />
  const palette = { pages, workspace, savePreference: user.savePreference, signOut: user.signOut }
  const nav = <Nav pages={pages} pending={pending} />
  return (
    <div className="shell-root flex h-dvh flex-col md:grid md:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed start-3 top-3 z-10 -translate-y-20 rounded-control bg-ink px-3 py-1.5 text-13 text-bg focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-panel px-2 md:hidden">
        <PhoneNav>
          <div className="pe-9">{switcher}</div>
          {nav}
        </PhoneNav>
        <Brand className="me-auto" />
        <PaletteButton {...palette} compact />
        <UserMenu {...user} compact />
      </header>
      <div className="hidden min-h-0 flex-col gap-0.5 overflow-y-auto border-e border-line px-2.5 py-3.5 md:flex">
        {switcher}
        <PaletteButton {...palette} />
        {nav}
        <div className="mt-auto pt-4">
          <UserMenu {...user} />
        </div>
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {notice}
        <main id="content" tabIndex={-1} className="relative min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
    </div>
  )
}
