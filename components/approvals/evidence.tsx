import { ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

/** A plain form post: the browser saves the answer, and the page stays where it is. */
export function Evidence({ approvalId }: { approvalId: string }) {
  const t = useTranslations('approvals.evidence')
  return (
    <form method="post" action="/api/approvals/evidence" aria-label={t('label')} className="flex w-full max-w-[860px] flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-8 text-13 lg:px-9">
      <input type="hidden" name="approval" value={approvalId} />
      <Button type="submit" size="sm">
        <ShieldCheck aria-hidden className="size-3.5" />
        {t('get')}
      </Button>
      <p className="min-w-0 flex-1 basis-64 text-ink-3">{t('text')}</p>
    </form>
  )
}
