import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { RemoveDialog } from '@/components/team/remove-dialog'
import { ResetPasswordDialog } from '@/components/team/reset-password-dialog'
import { Section } from '@/components/ui/card'
import type { MemberRow } from '@/lib/users/queries'
import { removeMember, resetPassword } from '../actions'

/** What an admin can do about somebody's way in. */
export function Access({ member, self }: { member: MemberRow; self: boolean }) {
  const t = useTranslations('team')
  return (
    <Section title={t('accessTitle')}>
      {self ? (
        <p className="text-13 text-ink-2">
          <Link href="/account">{t('self')}</Link>
        </p>
      ) : (
        <Choice about={t('reset.about')}>
          <ResetPasswordDialog action={resetPassword} userId={member.id} name={member.name} />
        </Choice>
      )}
      <Choice about={t('remove.about')}>
        <RemoveDialog action={removeMember} userId={member.id} name={member.name} />
      </Choice>
    </Section>
  )
}

const Choice = ({ about, children }: { about: string; children: ReactNode }) => (
  <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3 last:border-0">
    <p className="min-w-0 flex-1 basis-44 text-13 text-ink-2">{about}</p>
    {children}
  </div>
)
