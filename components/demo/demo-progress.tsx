'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Spinner } from '@/components/ui/spinner'
import type { DemoStatus } from '@/lib/demo/status'

const LOOK_AGAIN_MS = 1_000

/** Looks again every second until the agents ask. */
export function DemoProgress({ demo }: { demo: DemoStatus }) {
  const t = useTranslations('demo')
  const router = useRouter()
  useEffect(() => {
    const looking = setInterval(() => router.refresh(), LOOK_AGAIN_MS)
    return () => clearInterval(looking)
  }, [router])
  const counted = demo.total > 1
  return (
    <div role="status" className="flex min-w-0 flex-1 basis-64 items-center gap-2.5">
      <Spinner />
      <span>{demo.stopping ? t('stopping') : t(`step.${demo.step}`)}</span>
      {counted && !demo.stopping && (
        <>
          <progress max={demo.total} value={demo.done} aria-label={t('label')} className="h-1.5 w-28 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent" />
          <span className="text-ink-3 nums">{t('of', { done: demo.done, total: demo.total })}</span>
        </>
      )}
    </div>
  )
}
