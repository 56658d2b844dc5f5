'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'
import { Tag, type Tone } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { useClock } from '@/components/ui/use-clock'
import type { ActionState } from '@/packages/sdk/contract/actions'

export interface Resolution {
  status: 'approved' | 'rejected' | 'expired' | 'cancelled'
  state: ActionState
  /** A person's name; null for the clock, the rules and the agent itself. */
  by: string | null
  automatic: boolean
  voided: boolean
  at: number
  /** Until when the person who looks may take it back. */
  undoUntil: number | null
}

const TONES: Partial<Record<ActionState, Tone>> = { succeeded: 'ok', failed: 'bad', rejected: 'bad', expired: 'warn', lapsed: 'warn', unknown: 'warn' }

export function ResolvedBar({ approvalId, resolution, retract }: { approvalId: string; resolution: Resolution; retract: FormAction }) {
  const t = useTranslations('approvals')
  const now = useClock()
  const { status, state, by, automatic, voided, at, undoUntil } = resolution
  const left = undoUntil === null ? 0 : Math.ceil((undoUntil - now) / 1000)
  return (
    <>
      <Tag tone={TONES[state] ?? 'neutral'}>{t(`state.${state}`)}</Tag>
      <p className="text-13 text-ink-2">
        {voided ? t('resolved.voided') : automatic ? t('resolved.automatic') : by ? t('resolved.by', { status, name: by }) : t('resolved.alone', { status })}{' '}
        <Time at={at} />
      </p>
      {left > 0 && (
        <ActionForm action={retract} className="ms-auto flex-row items-center">
          <input type="hidden" name="approval" value={approvalId} />
          <SubmitButton variant="secondary" size="sm">{t('decide.undoLeft', { seconds: left })}</SubmitButton>
        </ActionForm>
      )}
    </>
  )
}
