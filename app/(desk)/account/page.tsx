import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { Suspense, type ReactNode } from 'react'
import { changePassword } from '@/app/(auth)/change-password/actions'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { PasswordForm } from '@/components/account/password-form'
import { ProfileForm } from '@/components/account/profile-form'
import { Page, PageHeader } from '@/components/ui/page-header'
import { SkeletonRows } from '@/components/ui/skeleton'
import { can } from '@/lib/auth/permissions'
import { revokeOtherSessions, revokeSession, saveProfile } from './actions'
import { OwnDelegation } from './own-delegation'
import { OwnPace } from './own-pace'
import { OwnPasskeys } from './own-passkeys'
import { OwnSessions } from './own-sessions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') }
}

export default async function AccountPage() {
  const { session, ctx } = await requirePage('signed_in')
  const [t, locale] = await Promise.all([getTranslations('account'), getLocale()])
  const { user } = session
  return (
    <Page>
      <AreaMessages areas={['account']}>
        <PageHeader title={t('title')} description={t('description')} />
        <div className="max-w-[760px]">
          <Part title={t('profile.title')}>
            <ProfileForm key={user.name} action={saveProfile} user={user} locale={locale} />
          </Part>
          <Part title={t('password.title')} about={t('password.about')}>
            <div className="max-w-[340px]">
              <PasswordForm action={changePassword} email={user.email} askCurrent />
            </div>
          </Part>
          <Part id="passkeys" title={t('passkeys.title')} about={t('passkeys.about')}>
            <Suspense fallback={<SkeletonRows rows={1} />}>
              <OwnPasskeys ctx={ctx} email={user.email} />
            </Suspense>
          </Part>
          {can(session.roles, 'approvals.decide') && (
            <Part id="delegation" title={t('delegation.title')} about={t('delegation.about')}>
              <Suspense fallback={<SkeletonRows rows={1} />}>
                <OwnDelegation ctx={ctx} />
              </Suspense>
            </Part>
          )}
          {can(session.roles, 'approvals.decide') && (
            <Part id="pace" title={t('pace.title')} about={t('pace.about')}>
              <Suspense fallback={<SkeletonRows rows={1} />}>
                <OwnPace ctx={ctx} />
              </Suspense>
            </Part>
          )}
          <Part title={t('sessions.title')} about={t('sessions.about')}>
            <Suspense fallback={<SkeletonRows rows={2} />}>
              <OwnSessions ctx={ctx} session={session} revoke={revokeSession} revokeOthers={revokeOtherSessions} />
            </Suspense>
          </Part>
        </div>
      </AreaMessages>
    </Page>
  )
}

function Part({ id, title, about, children }: { id?: string; title: string; about?: string; children: ReactNode }) {
  return (
    <section id={id} className="mb-10 scroll-mt-4 border-t border-line pt-5 first:border-0 first:pt-2">
      <h2 className="text-15 font-semibold">{title}</h2>
      {about && <p className="mt-0.5 text-13 text-ink-2">{about}</p>}
      <div className="mt-4">{children}</div>
    </section>
  )
}
