import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { NavLink } from './nav-link'

export type NavPage = 'approvals' | 'activity' | 'audit' | 'metrics' | 'agents' | 'tools' | 'team'

const groups: readonly { label?: 'govern' | 'operate'; pages: readonly NavPage[] }[] = [
  { pages: ['approvals', 'activity', 'audit', 'metrics'] },
  { label: 'govern', pages: ['agents', 'tools'] },
  { label: 'operate', pages: ['team'] },
]

/** Only the pages that these roles may open; hiding is a courtesy, the pages check for themselves. */
export function Nav({ pages, pending }: { pages: readonly NavPage[]; pending?: ReactNode }) {
  const t = useTranslations('common.nav')
  return (
    <nav aria-label={t('label')} className="flex flex-col gap-0.5">
      {groups.map((group) => {
        const shown = group.pages.filter((page) => pages.includes(page))
        if (shown.length === 0) return null
        return (
          <div key={group.label ?? ''} className="contents">
            {group.label && <div className="px-2.5 pt-4 pb-1 text-11 text-ink-3">{t(group.label)}</div>}
            {shown.map((page) => (
              <NavLink key={page} href={`/${page}`} {...(page === 'approvals' && { also: ['/actions'], count: pending })}>
                {t(page)}
              </NavLink>
            ))}
          </div>
        )
      })}
    </nav>
  )
}
