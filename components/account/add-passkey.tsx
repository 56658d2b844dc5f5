'use client'
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { askPasskey, makePasskey, useCeremony } from '@/components/passkeys/ceremony'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import { PasswordField } from './password-field'

interface Enrolment {
  creation: PublicKeyCredentialCreationOptionsJSON
  confirmation: PublicKeyCredentialRequestOptionsJSON | null
}

export interface AddPasskeyProps {
  begin: FormAction<Enrolment>
  finish: FormAction
  email: string
  /** What this device is called, to start with. */
  device: string
  /** They have one already, and will be asked for it first. */
  confirms: boolean
}

export function AddPasskey({ begin, finish, email, device, confirms }: AddPasskeyProps) {
  const t = useTranslations('account.passkeys')
  const common = useTranslations('common')
  const ceremony = useCeremony()
  const [open, setOpen] = useState(false)

  /** Password, then the browser's prompts, then the result: to the form it is one action. */
  const enrol: FormAction = async (previous, data) => {
    const begun = await begin(previous, data)
    if (!begun.ok) return begun
    const { creation, confirmation } = begun.value
    const answers = new FormData()
    answers.set('name', String(data.get('name')))
    if (confirmation) {
      const confirmed = await ceremony(askPasskey(confirmation))
      if (!confirmed.ok) return confirmed
      answers.set('confirmation', confirmed.text)
    }
    const made = await ceremony(makePasskey(creation))
    if (!made.ok) return made
    answers.set('registration', made.text)
    return finish(previous, answers)
  }

  function added() {
    setOpen(false)
    toast.success(t('added'))
  }

  return (
    <Dialog
      trigger={<Button>{t('add')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('addTitle')}
      description={t(confirms ? 'addAboutMore' : 'addAbout')}
    >
      <ActionForm action={enrol} onSuccess={added}>
        <Field name="name" label={t('name')} description={t('nameAbout')}>
          <Input defaultValue={device} required maxLength={100} dir="auto" autoComplete="off" />
        </Field>
        <PasswordField email={email} />
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
          <SubmitButton>{t('continue')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
