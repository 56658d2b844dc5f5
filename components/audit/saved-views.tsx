'use client'
import { Bookmark, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Popover } from '@/components/ui/popover'
import { SubmitButton } from '@/components/ui/submit-button'
import type { View } from '@/lib/views/queries'

interface SavedViewsProps {
  views: readonly View[]
  /** The address as it stands, which is what is kept. */
  address: string
  saveView: FormAction<void>
  removeView: FormAction<void>
}

/** Addresses with a name: one's own, and those that everybody here shares. */
export function SavedViews({ views, address, saveView, removeView }: SavedViewsProps) {
  const t = useTranslations('audit.view')
  return (
    <Popover
      align="end"
      className="w-80"
      trigger={
        <Button size="sm">
          <Bookmark aria-hidden className="size-3.5" />
          {t('title')}
        </Button>
      }
    >
      {views.length > 0 ? (
        <ul aria-label={t('list')} className="-mx-1.5 mb-3 max-h-60 overflow-y-auto border-b border-line pb-2">
          {views.map(({ id, name, address: kept, shared, by, removable }) => (
            <li key={id} className="flex items-center gap-1">
              <Link href={`/audit${kept}`} prefetch={false} className="min-w-0 flex-1 rounded-sm px-1.5 py-1.5 no-underline hover:bg-hover">
                <bdi className="block truncate">{name}</bdi>
                {shared && <span className="block truncate text-12 text-ink-3">{t('sharedBy', { name: by })}</span>}
              </Link>
              {removable && (
                <ActionForm action={removeView} showError={false} className="shrink-0">
                  <input type="hidden" name="viewId" value={id} />
                  <button type="submit" aria-label={t('remove', { name })} title={t('remove', { name })} className="grid size-7 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-bad">
                    <Trash2 aria-hidden className="size-3.5" />
                  </button>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mb-3 text-ink-2">{t('none')}</p>
      )}
      <ActionForm action={saveView} resetOnSuccess className="gap-3">
        <input type="hidden" name="address" value={address} />
        <Field name="name" label={t('name')}>
          <Input required maxLength={80} autoComplete="off" dir="auto" />
        </Field>
        <Checkbox name="shared"><span className="text-13">{t('shared')}</span></Checkbox>
        <SubmitButton size="sm">{t('save')}</SubmitButton>
      </ActionForm>
    </Popover>
  )
}
