'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import type { ApprovalRow } from '@/lib/approvals/queries'
import { inDialog } from './in-dialog'
import { useQueue } from './queue-context'
import { selectable, useSelection } from './selection'
import type { TogetherActions } from './together-run'

// Most people decide one by one: what many need comes when somebody selects.
const TogetherDialog = dynamic(() => import('./together-dialog').then((file) => file.TogetherDialog), { ssr: false })

/** The foot of the list while something is selected. */
export function SelectionBar({ rows, actions }: { rows: readonly ApprovalRow[]; actions: TogetherActions }) {
  const t = useTranslations('approvals.select')
  const { hotkeys } = useQueue()
  const { picked, all, clear } = useSelection()
  const [decision, setDecision] = useState<'approve' | 'reject' | null>(null)
  const keys = { enabled: hotkeys && picked.size > 0, preventDefault: true, ignoreEventWhen: inDialog }
  useHotkeys('a', () => setDecision('approve'), keys)
  useHotkeys('r', () => setDecision('reject'), keys)
  const more = rows.some((row) => selectable(row) && !picked.has(row.id))
  return (
    <>
      {picked.size > 0 && (
        <div role="region" aria-label={t('label')} className="flex flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2.5">
          <span role="status" className="text-13 font-medium nums">{t('count', { count: picked.size })}</span>
          {more && <button type="button" className="text-13 text-accent underline-offset-2 hover:underline" onClick={() => all(rows)}>{t('all')}</button>}
          <span className="ms-auto flex items-center gap-2">
            <Button size="sm" variant="primary" onClick={() => setDecision('approve')}>{t('approve')} <Kbd>A</Kbd></Button>
            <Button size="sm" variant="danger" onClick={() => setDecision('reject')}>{t('reject')} <Kbd>R</Kbd></Button>
            <IconButton size="sm" label={t('clear')} onClick={clear}><X aria-hidden /></IconButton>
          </span>
        </div>
      )}
      {decision && <TogetherDialog decision={decision} actions={actions} onClose={() => setDecision(null)} />}
    </>
  )
}
