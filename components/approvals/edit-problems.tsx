'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { VisibleText } from '@/components/ui/visible-text'
import type { Failure } from './edit-draft'

/** Why an edit was refused: one sentence, and each place in the arguments that no control of its own tells about. */
export function EditProblems({ failure, errors }: { failure: Failure; errors: NonNullable<Failure['errors']> }) {
  const t = useTranslations('approvals.edit')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [failure.at])
  return (
    <div ref={box} role="alert" tabIndex={-1} data-code={failure.code} className="rounded-card bg-bad-soft px-3.5 py-2.5 text-13 text-bad">
      {failure.code === 'invalid' ? t('invalid') : failure.code === 'conflict' && failure.detail ? t('refused') : failure.message}
      {failure.code === 'conflict' && failure.detail && <span className="block text-ink-2"><VisibleText text={failure.detail} /></span>}
      {failure.code === 'invalid' && errors.length > 0 && (
        <ul className="m-0 mt-1 list-none p-0">
          {errors.map(({ path, message }, index) => (
            <li key={index}>
              <code><VisibleText text={path.replace(/^\/args/, '') || '/'} /></code> <bdi><VisibleText text={message} /></bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
