'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { curlLine } from './curl'
import { KeyShown } from './key-shown'

export interface NewKey {
  secret: string
  scopes: string[]
}

const SCOPES = ['actions:write', 'actions:read', 'config:read'] as const

interface CreateKeyProps {
  agentId: string
  gateway: string
  action: FormAction<NewKey>
  variant?: 'primary' | 'secondary'
}

export function CreateKey({ agentId, gateway, action, variant = 'secondary' }: CreateKeyProps) {
  const t = useTranslations('agents.keys')
  const common = useTranslations('common')
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<NewKey | null>(null)
  function turn(next: boolean) {
    setOpen(next)
    if (!next && made) router.refresh()
    if (next) setMade(null)
  }
  const trigger = <Button variant={variant}>{t('new')}</Button>
  if (made) {
    return (
      <Dialog open={open} onOpenChange={turn} trigger={trigger} title={t('made')} description={t('madeFor', { id: agentId })} className="max-w-[560px]">
        <KeyShown secret={made.secret} curl={curlLine(gateway, made.secret, made.scopes)} />
        <DialogActions>
          <DialogClose render={<Button variant="primary" />}>{t('kept')}</DialogClose>
        </DialogActions>
      </Dialog>
    )
  }
  return (
    <Dialog open={open} onOpenChange={turn} trigger={trigger} title={t('new')} description={t('newAbout')} className="max-w-[560px]">
      <ActionForm action={action} onSuccess={setMade}>
        <input type="hidden" name="agentId" value={agentId} />
        <Field name="name" label={t('name')} description={t('nameAbout')}>
          <Input required maxLength={200} defaultValue="production" autoComplete="off" />
        </Field>
        <Field name="scopes" label={t('scopes')}>
          <div className="flex flex-col gap-1.5">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} id={`scope-${scope}`} value={scope} defaultChecked>
                <code className="text-13">{scope}</code> <span className="text-13 text-ink-2">{t(`scope.${scope.replace(':', '_') as 'actions_write'}`)}</span>
              </Checkbox>
            ))}
          </div>
        </Field>
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <SubmitButton>{t('create')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
