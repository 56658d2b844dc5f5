import { useTranslations } from 'next-intl'
import { Tag } from '@/components/ui/tag'
import type { MemberRow } from '@/lib/users/queries'

/** Says that somebody has not chosen a password of their own yet. */
export function OneTimeTag({ state }: { state: MemberRow['oneTime'] }) {
  const t = useTranslations('team')
  if (!state) return null
  return (
    <span title={t(`${state}About`)}>
      <Tag tone={state === 'expired' ? 'bad' : 'warn'}>{t(state)}</Tag>
    </span>
  )
}
