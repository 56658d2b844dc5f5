'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { SubmitButton } from '@/components/ui/submit-button'

/** What is not saved yet, and the two ways on. The browser also asks before the page is left. */
export function SaveBar({ fields, discard }: { fields: readonly string[]; discard: () => void }) {
  const t = useTranslations('agents.save')
  const common = useTranslations('common')
  const dirty = fields.length > 0
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])
  return (
    <>
      <noscript>
        <SubmitButton className="mt-4">{common('save')}</SubmitButton>
      </noscript>
      <div role="status" className="sr-only">
        {dirty ? t('unsaved', { count: fields.length, fields: fields.join(', ') }) : ''}
      </div>
      {dirty && (
        <div data-save-bar className="fixed inset-x-0 bottom-0 flex items-center gap-2.5 border-t border-line bg-panel px-4 py-3 md:start-[216px] md:px-9">
          <span aria-hidden className="me-auto min-w-0 truncate text-13 text-ink-2">
            {t('unsaved', { count: fields.length, fields: fields.join(', ') })}
          </span>
          <Button onClick={discard}>{common('discard')}</Button>
          <SubmitButton>{common('save')}</SubmitButton>
        </div>
      )}
    </>
  )
}
