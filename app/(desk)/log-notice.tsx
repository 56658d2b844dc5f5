import type { ReactNode } from 'react'
import { getFormatter, getTranslations } from 'next-intl/server'
import { Notice } from '@/components/actions/notice'
import { failingCopies, logHealth } from '@/lib/audit/health'

/** To those who answer for the log: that its tree or its copies are behind, and what to look at. Nothing when all is well. */
export async function LogNotice({ workspace }: { workspace: string }) {
  const read = await Promise.all([logHealth(workspace), failingCopies(workspace)]).catch(() => null)
  if (!read) return null
  const [{ late, pending, oldestMs }, copies] = read
  const [t, format] = await Promise.all([getTranslations('common.log'), getFormatter()])
  const command = (chunks: ReactNode) => <code dir="ltr">{chunks}</code>
  return (
    <>
      {late && (
        <Notice label={t('lateLabel')} tone="bad">
          {t.rich('late', { count: pending, seconds: Math.round(oldestMs / 1000), command })}
        </Notice>
      )}
      {copies.map(({ target, since, error }) => (
        <Notice key={target} label={t('copyLabel')} tone="warn">
          {t(`copy.${target}`, { since: format.dateTime(since, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }) })} <bdi>{error}</bdi>
        </Notice>
      ))}
    </>
  )
}
