'use client'
import { useTranslations } from 'next-intl'
import { cn } from './cn'
import { timeLeft } from './relative-time'
import { useClock } from './use-clock'

/** "4:12 left", red below ten minutes. Silent for screen readers, which would hear every second of it. */
export function Countdown({ until, className }: { until: Date | string | number; className?: string }) {
  const t = useTranslations('common.timeLeft')
  const end = new Date(until)
  const left = timeLeft(end.getTime() - useClock())
  const soon = left.unit === 'clock' || left.unit === 'gone'
  return (
    <time
      dateTime={end.toISOString()}
      role="timer"
      aria-live="off"
      className={cn('text-12 whitespace-nowrap nums', soon ? 'font-semibold text-bad' : 'text-ink-3', className)}
    >
      {left.unit === 'gone' ? t('gone') : left.unit === 'clock' ? t('clock', { time: left.text }) : t(left.unit, { count: left.count })}
    </time>
  )
}
