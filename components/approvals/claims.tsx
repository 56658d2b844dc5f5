import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { VisibleText } from '@/components/ui/visible-text'
import { LongText } from './long-text'

/** Longer than this is folded. */
const CLAIM_LENGTH = 1200

interface ClaimsProps {
  description: string | null
  context: string | null
  evidence: { label: string; value: string }[]
}

/** What the agent wrote about it, apart from what will run and marked as nothing but its claim. */
export function Claims({ description, context, evidence }: ClaimsProps) {
  const t = useTranslations('approvals.claims')
  if (!description && !context && evidence.length === 0) return <p className="text-13 text-ink-3">{t('none')}</p>
  return (
    <div className="border-s-3 border-line-strong py-0.5 ps-3.5 text-ink-2">
      <p className="mb-1 text-12 text-ink-3">{t('unverified')}</p>
      {description && <Claim part="description">{description}</Claim>}
      {context && <Claim part="context" title={t('context')}>{context}</Claim>}
      {evidence.length > 0 && (
        <>
          <h3 className="mt-3 mb-1 text-12 font-semibold text-ink-3">{t('evidence')}</h3>
          <dl className="m-0 grid gap-y-1">
            {evidence.map(({ label, value }, index) => (
              <div key={index} className="grid gap-x-4 md:grid-cols-[150px_minmax(0,1fr)]">
                <dt className="min-w-0 text-13 text-ink-3"><VisibleText text={label} /></dt>
                <dd className="m-0 min-w-0"><Claim part={`evidence/${index}`}>{value}</Claim></dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  )
}

function Claim({ part, title, children }: { part: string; title?: ReactNode; children: string }) {
  return (
    <div className={title ? 'mt-3' : undefined}>
      {title && <h3 className="mb-1 text-12 font-semibold text-ink-3">{title}</h3>}
      <LongText part={part} text={children} over={CLAIM_LENGTH} />
    </div>
  )
}

/** The names of the parts that `Claims` folds. */
export const foldedClaims = ({ description, context, evidence }: ClaimsProps) =>
  [['description', description], ['context', context], ...evidence.map(({ value }, index) => [`evidence/${index}`, value])]
    .filter(([, text]) => text && text.length > CLAIM_LENGTH)
    .map(([part]) => part as string)
