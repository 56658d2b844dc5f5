'use client'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { ActionResult } from '@/components/ui/action-result'
import { Time } from '@/components/ui/time'
import type { Resolution } from './resolved-bar'

interface DecisionNoticeProps {
  refused: Extract<ActionResult, { ok: false }> | null
  resolution: Resolution | null
}

/** Why a decision was not recorded: who was faster and when, or what else stood in the way. */
export function DecisionNotice({ refused, resolution }: DecisionNoticeProps) {
  const t = useTranslations('approvals.conflict')
  const box = useRef<HTMLDivElement>(null)
  const at = refused?.at
  useEffect(() => {
    if (at) box.current?.focus()
  }, [at])
  if (!refused || refused.code === 'invalid') return null
  return (
    <div ref={box} role="alert" tabIndex={-1} data-code={refused.code} className="flex items-start gap-2.5 border-b border-line bg-bad-soft px-4 py-2.5 text-13 text-bad lg:px-9">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        {refused.code !== 'lost' && <b className="font-semibold">{t('title')} </b>}
        {refused.code === 'conflict' && resolution ? (
          <>
            {t(resolution.voided ? 'by.voided' : `by.${resolution.status}`, { name: resolution.by ?? t('somebody') })} <Time at={resolution.at} />
          </>
        ) : refused.code === 'conflict' && !refused.state?.startsWith('passkey_') ? (
          t('changed')
        ) : (
          refused.message
        )}
      </span>
    </div>
  )
}
