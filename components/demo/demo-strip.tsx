'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Countdown } from '@/components/ui/countdown'
import { IconButton } from '@/components/ui/icon-button'
import { SubmitButton } from '@/components/ui/submit-button'
import type { DemoStatus } from '@/lib/demo/status'
import { DemoProgress } from './demo-progress'
import { useDismissed } from './use-dismissed'

interface DemoStripProps {
  demo: DemoStatus
  /** Left out for those who may not run it. */
  startDemo?: FormAction
  stopDemo?: FormAction
}

/** One line above the queue of a demo: its progress, then what to click, then how it ended. */
export function DemoStrip({ demo, startDemo, stopDemo }: DemoStripProps) {
  const t = useTranslations('demo')
  const [dismissed, dismiss] = useDismissed(`demo:${demo.id}:${demo.state}`)
  const preparing = demo.state === 'queued' || demo.state === 'preparing'
  if (dismissed && !preparing) return null
  return (
    <section
      aria-label={t('label')}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line bg-accent-soft px-4 py-2 text-13"
    >
      {preparing && <DemoProgress demo={demo} />}
      {demo.state === 'running' && <Hint demo={demo} />}
      {demo.state === 'ended' && (
        <p role="status" className="min-w-0 flex-1 basis-64">
          {t(`ended.${demo.endedWhy ?? 'finished'}`)} {demo.errorMessage && <span className="text-ink-2">{demo.errorMessage}</span>}
        </p>
      )}
      <span className="flex items-center gap-3">
        {demo.state === 'running' && demo.endsAt && !demo.stopping && <Countdown until={demo.endsAt} />}
        {demo.state === 'ended' && startDemo && <Press action={startDemo}>{t('again')}</Press>}
        {demo.state !== 'ended' && !demo.stopping && stopDemo && <Press action={stopDemo}>{t('stop')}</Press>}
        {!preparing && (
          <IconButton label={t('dismiss')} size="sm" onClick={dismiss}>
            <X aria-hidden />
          </IconButton>
        )}
      </span>
    </section>
  )
}

function Hint({ demo }: { demo: DemoStatus }) {
  const t = useTranslations('demo')
  const audit = (chunks: ReactNode) => (
    <Link href="/audit" className="font-medium underline underline-offset-2">
      {chunks}
    </Link>
  )
  const b = (chunks: ReactNode) => <b className="font-semibold">{chunks}</b>
  const say = (chunks: ReactNode) => <bdi dir="ltr">{chunks}</bdi>
  return (
    <p className="min-w-0 flex-1 basis-64">
      {demo.stopping ? t('stopping') : t.rich('hint', { audit, b, say })}
    </p>
  )
}

function Press({ action, children }: { action: FormAction; children: ReactNode }) {
  return (
    <ActionForm action={action} className="gap-1.5">
      <SubmitButton variant="secondary" size="sm">
        {children}
      </SubmitButton>
    </ActionForm>
  )
}
