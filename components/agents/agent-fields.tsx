'use client'
import { useTranslations } from 'next-intl'
import { useState, type ChangeEvent } from 'react'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { slugOf } from './slug'

export interface Owner {
  id: string
  name: string
  email: string
}

/** Name and id of a new agent; the id follows the name until somebody types one. */
export function NameAndId() {
  const t = useTranslations('agents.fields')
  const [id, setId] = useState('')
  const [own, setOwn] = useState(false)
  const suggest = (event: ChangeEvent<HTMLInputElement>) => !own && setId(slugOf(event.target.value))
  return (
    <>
      <Field name="name" label={t('name')}>
        <Input required maxLength={200} onChange={suggest} placeholder={t('namePlaceholder')} autoComplete="off" />
      </Field>
      <Field name="id" label={t('id')} description={t('idAbout')}>
        <Input
          required
          maxLength={63}
          value={id}
          onChange={(event) => {
            setOwn(event.target.value !== '')
            setId(event.target.value)
          }}
          className="font-mono text-13 ltr"
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
        />
      </Field>
    </>
  )
}

interface DetailFieldsProps {
  owners: readonly Owner[]
  values?: { description: string; team: string; ownerId: string | null }
}

export function DetailFields({ owners, values }: DetailFieldsProps) {
  const t = useTranslations('agents.fields')
  return (
    <>
      <Field name="description" label={t('description')} description={t('descriptionAbout')}>
        <Textarea dir="auto" maxLength={2000} defaultValue={values?.description} />
      </Field>
      <Field name="team" label={t('team')}>
        <Input maxLength={200} defaultValue={values?.team} autoComplete="off" />
      </Field>
      <Field name="ownerId" label={t('owner')} description={t('ownerAbout')}>
        <Select defaultValue={values?.ownerId ?? ''}>
          <option value="">{t('noOwner')}</option>
          {owners.map((owner) => (
            <option key={owner.id} value={owner.id}>
              {owner.name} · {owner.email}
            </option>
          ))}
        </Select>
      </Field>
    </>
  )
}
