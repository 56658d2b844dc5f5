'use client'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useRef } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Switch } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

interface ProfileFormProps {
  action: FormAction
  user: { email: string; name: string; theme: string; hotkeys: boolean; sound: boolean }
  locale: string
}

export function ProfileForm({ action, user, locale }: ProfileFormProps) {
  const t = useTranslations('account.profile')
  const common = useTranslations('common')
  const { setTheme } = useTheme()
  const theme = useRef<HTMLSelectElement>(null)

  function saved() {
    if (theme.current) setTheme(theme.current.value)
    toast.success(t('saved'))
  }

  return (
    <ActionForm action={action} onSuccess={saved} className="gap-0">
      <div>
        <Field layout="row" name="name" label={t('name')} description={t('nameAbout')}>
          <Input defaultValue={user.name} required maxLength={200} autoComplete="name" dir="auto" className="max-w-[340px]" />
        </Field>
        <div className="grid gap-x-6 gap-y-2 border-b border-line py-4 md:grid-cols-[220px_minmax(0,1fr)]">
          <div>
            <div className="font-medium">{t('email')}</div>
            <p className="mt-[3px] text-13 text-ink-2">{t('emailAbout')}</p>
          </div>
          <div className="min-w-0 break-all">
            <bdi>{user.email}</bdi>
          </div>
        </div>
        <Field layout="row" name="locale" label={t('language')} description={t('languageAbout')}>
          <Select key={locale} defaultValue={locale} className="max-w-[200px]">
            <option value="en">{common('languages.en')}</option>
            <option value="he">{common('languages.he')}</option>
          </Select>
        </Field>
        <Field layout="row" name="theme" label={t('theme')} description={t('themeAbout')}>
          <Select key={user.theme} ref={theme} defaultValue={user.theme} className="max-w-[200px]">
            <option value="system">{common('themes.system')}</option>
            <option value="light">{common('themes.light')}</option>
            <option value="dark">{common('themes.dark')}</option>
          </Select>
        </Field>
        <Field layout="row" name="hotkeys" label={t('hotkeys')} description={t('hotkeysAbout')}>
          <Switch defaultChecked={user.hotkeys} />
        </Field>
        <Field layout="row" name="sound" label={t('sound')} description={t('soundAbout')}>
          <Switch defaultChecked={user.sound} />
        </Field>
      </div>
      <div className="pt-4">
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
