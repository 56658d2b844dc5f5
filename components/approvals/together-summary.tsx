'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { Tag } from '@/components/ui/tag'
import type { SelectedApproval } from '@/lib/approvals/show-selected'
import { LeftList, Name } from './together-lists'
import type { Left, Outcome } from './together-run'

type Refused = Extract<Outcome, { done: null }>
const ALONE = ['critical', 'high_risk', 'long'] as const
const CODES = ['conflict', 'forbidden', 'agent_disabled', 'not_found', 'unavailable', 'lost'] as const

/** How it went, honestly: what was done, and each that was not, with why. */
export function TogetherSummary({ outcomes, rows, left, onClose }: { outcomes: readonly Outcome[]; rows: readonly SelectedApproval[]; left: readonly Left[]; onClose: () => void }) {
  const t = useTranslations('approvals.together')
  const refused = outcomes.filter((outcome): outcome is Refused => outcome.done === null)
  const count = (what: Outcome['done']) => outcomes.filter(({ done }) => done === what).length
  const why = ({ code, state }: Refused) => {
    const alone = ALONE.find((each) => state === `alone_${each}`)
    if (alone) return t(`why.${alone}`)
    const known = CODES.find((each) => each === code)
    return t(known ? `refused.${known}` : 'refused.other')
  }
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="flex flex-wrap gap-2">
        {(['approved', 'rejected', 'voted'] as const).map((what) => count(what) > 0 && <Tag key={what} tone="ok">{t(`counted.${what}`, { count: count(what) })}</Tag>)}
        {refused.length > 0 && <Tag tone="bad">{t('counted.refused', { count: refused.length })}</Tag>}
      </p>
      {refused.length > 0 && (
        <ul className="m-0 max-h-[40vh] list-none overflow-y-auto rounded-card border border-line p-0" tabIndex={0} aria-label={t('counted.refused', { count: refused.length })}>
          {refused.map((outcome) => {
            const row = rows.find(({ id }) => id === outcome.approvalId)
            return (
              <li key={outcome.approvalId} data-refused={outcome.code} className="border-b border-line px-3.5 py-2 text-13 last:border-0">
                {row && <b className="font-medium"><Name row={row} /></b>}
                <div className="text-ink-2">{why(outcome)}</div>
              </li>
            )
          })}
        </ul>
      )}
      {left.length > 0 && <LeftList left={left} />}
      <DialogActions>
        <Button variant="primary" autoFocus onClick={onClose}>{t('close')}</Button>
      </DialogActions>
    </div>
  )
}
