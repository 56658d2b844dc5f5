'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { AlertDialog, AlertDialogCancel } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

interface EnabledSwitchProps {
  agentId: string
  enabled: boolean
  action: FormAction<unknown>
}

/** The kill switch. It asks first and says what will happen. */
export function EnabledSwitch({ agentId, enabled, action }: EnabledSwitchProps) {
  const t = useTranslations('agents.killSwitch')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  // The page may be drawn anew while the dialog still shows: it goes on saying what was asked.
  const [asked, setAsked] = useState(enabled)
  if (!open && asked !== enabled) setAsked(enabled)
  const way = asked ? 'disable' : 'enable'
  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant={enabled ? 'danger' : 'secondary'}>{t(enabled ? 'disable.button' : 'enable.button')}</Button>}
      title={t(`${way}.title`, { id: agentId })}
      description={t(`${way}.effect`)}
    >
      <ActionForm
        action={action}
        onSuccess={() => {
          setOpen(false)
          toast.success(t(`${way}.done`, { id: agentId }))
        }}
      >
        <input type="hidden" name="agentId" value={agentId} />
        <input type="hidden" name="enabled" value={String(!asked)} />
        <DialogActions>
          <AlertDialogCancel render={<Button />}>{common('cancel')}</AlertDialogCancel>
          <SubmitButton variant={asked ? 'destructive' : 'primary'}>{t(`${way}.button`)}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </AlertDialog>
  )
}
