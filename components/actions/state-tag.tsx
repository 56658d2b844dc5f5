import { useTranslations } from 'next-intl'
import { Tag, type Tone } from '@/components/ui/tag'
import type { ActionState } from '@/packages/sdk/contract/actions'

const TONES: Record<ActionState, Tone> = {
  pending: 'warn', approved: 'accent', executing: 'accent', succeeded: 'ok', failed: 'bad', unknown: 'crit',
  denied: 'bad', rejected: 'bad', expired: 'neutral', lapsed: 'neutral', cancelled: 'neutral',
}

/** What became of an action, in the same word and colour wherever it is shown. */
export function StateTag({ state }: { state: ActionState }) {
  const t = useTranslations('approvals.state')
  return <Tag tone={TONES[state]}>{t(state)}</Tag>
}
