import { ShieldAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** In the place of arguments that are not what their hash says. */
export function Broken() {
  const t = useTranslations('approvals.document')
  return (
    <div role="alert" className="flex gap-3 rounded-card border border-bad bg-bad-soft p-3.5 text-13 text-bad">
      <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        <b className="block font-semibold">{t('brokenTitle')}</b>
        {t('brokenText')}
      </span>
    </div>
  )
}
