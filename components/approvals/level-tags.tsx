import { useTranslations } from 'next-intl'
import { Tag } from '@/components/ui/tag'
import type { RiskLevel } from '@/lib/approvals/schema'

const LEVELS = ['l0', 'l1', 'l2', 'l3', 'l4'] as const

export function LevelTag({ level }: { level: number }) {
  const t = useTranslations('approvals.level')
  return <Tag tone={level >= 4 ? 'crit' : 'neutral'}>{t(LEVELS[level] ?? 'l4')}</Tag>
}

export function RiskTag({ score, level }: { score: number; level: RiskLevel }) {
  const t = useTranslations('approvals')
  const tone = level === 'high' ? 'bad' : level === 'medium' ? 'warn' : 'neutral'
  return <Tag tone={tone}>{t('risk', { score })}</Tag>
}
