import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { AreaMessages } from '@/app/area-messages'
import { PasswordForm } from '@/components/account/password-form'
import { Card } from '@/components/ui/card'
import { currentSession } from '@/lib/auth/session'
import { SignOutButton } from '@/components/auth/sign-out-button'
import { signOut } from '../sign-out/actions'
import { changePassword } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('changeTitle') }
}

export default async function ChangePasswordPage() {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  if (!session.user.mustChangePassword) redirect('/account')
  const t = await getTranslations('signIn')
  return (
    <AreaMessages areas={['account', 'signIn']}>
      <h1 className="text-22 font-bold tracking-[-.02em]">{t('changeTitle')}</h1>
      <p className="mt-1 mb-5 text-ink-2">{t('changeIntro')}</p>
      <Card className="p-5">
        <PasswordForm action={changePassword} email={session.user.email} askCurrent={false} />
      </Card>
      <SignOutButton action={signOut} email={session.user.email} />
    </AreaMessages>
  )
}
