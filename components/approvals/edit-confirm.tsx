'use client'
import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import type { EditPreview } from '@/lib/approvals/preview-edit'
import { DifferenceList } from './difference-list'
import type { EditFormProps } from './edit-draft'
import { EditProblems } from './edit-problems'
import { Stale } from './edit-stale'
import { RiskTag } from './level-tags'
import { Trace } from './trace'

interface EditConfirmProps extends Pick<EditFormProps, 'approval' | 'form' | 'refused' | 'children'> {
  judged: { args: string; preview: EditPreview }
  stale: boolean
  onBack: () => void
  onRestart: () => void
  children: ReactNode
}

/** What differs and what the rules say of it, as the server judged it; the decision is about exactly this. */
export function EditConfirm({ approval, judged, stale, refused, form, onBack, onRestart, children }: EditConfirmProps) {
  const t = useTranslations('approvals.edit')
  const { difference, risk, verdict } = judged.preview
  return (
    <form {...form} className="flex flex-col gap-4" data-edit="confirm">
      {children}
      <input type="hidden" name="args" value={judged.args} />
      {stale && <Stale onRestart={onRestart} />}
      {refused && !stale && <EditProblems failure={refused} errors={refused.errors ?? []} />}
      <section>
        <h3 className="mb-2 text-12 font-semibold text-ink-3">{t('difference')}</h3>
        <DifferenceList difference={difference} />
      </section>
      <dl className="m-0 grid gap-x-4 gap-y-2 text-13 sm:grid-cols-[150px_minmax(0,1fr)]">
        <dt className="text-ink-2">{t('risk')}</dt>
        <dd className="m-0 flex flex-wrap items-center gap-2">
          <RiskTag score={approval.riskScore} level={approval.riskLevel} />
          <ArrowRight aria-label={t('becomes')} className="flip-rtl size-3.5 text-ink-3" />
          <RiskTag score={risk.score} level={risk.level} />
        </dd>
        <dt className="text-ink-2">{t('rules')}</dt>
        <dd className="m-0">{t(verdict.effect === 'allow' ? 'wouldAllow' : 'stillReview')}</dd>
        {approval.required > 1 && (
          <>
            <dt className="text-ink-2">{t('votes')}</dt>
            <dd className="m-0">{t('votesReset', { votes: approval.votes, required: approval.required })}</dd>
          </>
        )}
      </dl>
      <details>
        <summary className="w-fit text-13 font-medium text-accent">{t('why')}</summary>
        <div className="mt-2"><Trace steps={verdict.trace} /></div>
      </details>
      <DialogActions>
        <Button onClick={onBack}>{t('back')}</Button>
        <SubmitButton disabled={stale}>{t('submit')}</SubmitButton>
      </DialogActions>
    </form>
  )
}
