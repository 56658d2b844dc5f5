'use client'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

function Line({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <div className="mb-1 flex items-center justify-between gap-2 text-13 font-medium">
        {label}
        <CopyButton text={text} withText />
      </div>
      <pre className="max-h-40 overflow-auto rounded-control border border-line bg-bg px-3 py-2 text-start text-12 leading-[18px] break-all whitespace-pre-wrap ltr" tabIndex={0}>
        {text}
      </pre>
    </div>
  )
}

/** A new key, the only time it can be seen, and a first call that works as pasted. */
export function KeyShown({ secret, curl }: { secret: string; curl: string }) {
  const t = useTranslations('agents.keys')
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="rounded-card bg-warn-soft px-3.5 py-2.5 text-13 text-warn">
        {t('onlyOnce')}
      </p>
      <Line label={t('secret')} text={secret} />
      <Line label={t('tryIt')} text={curl} />
    </div>
  )
}
