import { useTranslations } from 'next-intl'
import { durationOf } from './duration'

/** "1 min 50 s" in the reader's language. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('metrics.duration')
  return (ms) => {
    const { unit, ...parts } = durationOf(ms)
    return t(unit, parts)
  }
}
