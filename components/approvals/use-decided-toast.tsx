'use client'
import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/ui/action-result'
import { toast } from '@/components/ui/toast'
import { serverNow } from '@/components/ui/use-clock'
import { useOutbox } from './outbox'

export interface Decision {
  decision: 'approve' | 'reject' | 'reply'
  status: 'pending' | 'approved' | 'rejected'
  votes: number
  required: number
  startableAt: number | null
}

/** Says what was recorded, and offers to take it back for as long as that can be. */
export function useDecidedToast(approvalId: string, retract: FormAction) {
  const t = useTranslations('approvals.decide')
  const { forget } = useOutbox()
  async function undo() {
    const data = new FormData()
    data.set('approval', approvalId)
    const taken = await retract(null, data)
    if (!taken.ok) return taken
    forget(approvalId)
    return { ok: true as const, said: t('undone') }
  }
  async function offerUndo(until: number) {
    const { UndoToast } = await import('./undo-toast')
    const words = { approved: t('approved'), undo: t('undo') }
    const leftMs = until - serverNow()
    toast.custom((id) => <UndoToast id={id} ms={leftMs} words={words} undo={undo} />, { duration: leftMs + 250 })
  }
  return ({ decision, status, votes, required, startableAt }: Decision) => {
    const leftMs = startableAt === null ? 0 : startableAt - serverNow()
    if (decision !== 'approve') toast(t(decision === 'reply' ? 'replied' : 'rejected'))
    else if (status === 'pending') toast(t('voted', { votes, required }))
    else if (leftMs <= 0) toast(t('approved'))
    else void offerUndo(startableAt ?? 0)
  }
}
