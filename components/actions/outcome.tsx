import { useTranslations } from 'next-intl'
import { LongText } from '@/components/approvals/long-text'
import { Payload } from '@/components/audit/payload'
import { Card } from '@/components/ui/card'
import { Timestamp } from '@/components/ui/time'
import type { ActionDetail } from '@/lib/actions/show'

const LONG = 600

type Words = 'waiting' | 'approved' | 'running' | 'never' | 'unknown' | 'succeeded' | 'failed' | 'settled_succeeded' | 'settled_failed'

function wordsOf({ state, settled }: ActionDetail): Words {
  if (state === 'pending') return 'waiting'
  if (state === 'executing') return 'running'
  if (state === 'succeeded' || state === 'failed') return settled ? `settled_${state}` : state
  return state === 'approved' || state === 'unknown' ? state : 'never'
}

/** What became of it, as far as anybody knows, and who says so. */
export function Outcome({ action }: { action: ActionDetail }) {
  const t = useTranslations('actions')
  const { state, settled, resultDue, errorMessage, toolResult, trustLevel } = action
  return (
    <>
      <Card className="px-3.5 py-2.5">
        <p>
          {t.rich(`outcome.${wordsOf(action)}`, { name: settled?.by ?? '', at: () => resultDue && <Timestamp at={resultDue} /> })}
          {state === 'unknown' && trustLevel < 2 && <> {t('outcome.reads')}</>}
        </p>
        {settled && <Quote part="settled" text={settled.note} />}
        {errorMessage && <Quote part="error" text={errorMessage} />}
      </Card>
      {toolResult !== null && (
        <div className="mt-3">
          <Payload title={t('output')} text={toolResult} />
        </div>
      )}
    </>
  )
}

function Quote({ part, text }: { part: string; text: string }) {
  return (
    <div className="mt-1.5 border-s-3 border-line-strong ps-3 text-ink-2">
      <LongText part={part} text={text} over={LONG} />
    </div>
  )
}
