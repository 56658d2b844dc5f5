import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { AreaMessages } from '@/app/area-messages'
import { safePath } from '@/app/next-page'
import { SignInForm } from '@/components/auth/sign-in-form'
import { Card } from '@/components/ui/card'
import { currentSession } from '@/lib/auth/session'
import { signIn } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations('signIn')
  const { error, next } = await searchParams
  const onward = safePath(next)
  if (await currentSession()) redirect(onward ?? '/')
  const refusal = error === undefined ? null : error === 'throttled' ? t('throttled', { minutes: 15 }) : t(sentenceFor(error))
  return (
    <AreaMessages areas={['signIn']}>
      <h1 className="text-22 font-bold tracking-[-.02em]">{t('title')}</h1>
      <p className="mt-1 mb-5 text-ink-2">{t('intro')}</p>
      <Card className="p-5">
        <SignInForm action={signIn} refusal={refusal} next={onward} />
      </Card>
      <p className="mt-4 text-13 text-ink-2">{t('help')}</p>
    </AreaMessages>
  )
}

const sentenceFor = (error: string | string[]) =>
  error === 'one_time_expired' || error === 'no_workspace' || error === 'unavailable' ? error : 'wrong'
