import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { Notice } from '@/components/actions/notice'
import { countUnsettled } from '@/lib/actions/unsettled'
import type { Ctx } from '@/lib/context'
import { loadSigner } from '@/lib/signing/load'

/** What keeps approvals from taking effect, and what nobody knows the end of. Nothing when all is well. */
export async function Attention({ ctx }: { ctx: Ctx }) {
  const [t, { count, more }, signs] = await Promise.all([
    getTranslations('actions.notice'),
    countUnsettled(ctx),
    loadSigner('grant').then(() => true, () => false),
  ])
  return (
    <>
      {!signs && <Notice label={t('signerLabel')} tone="bad">{t('signer')}</Notice>}
      {count > 0 && (
        <Notice label={t('label')} tone="warn">
          {t('text', { count, more: more ? 'yes' : 'no' })} <Link href="/actions">{t('link')}</Link>
        </Notice>
      )}
    </>
  )
}
