'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { GroupRow } from '@/lib/groups/queries'
import type { ToolFields as Values } from '@/lib/tools/schema'
import { SchemaField } from './schema-field'
import { WhoDecides } from './who-decides'

const LEVELS = ['0', '1', '2', '3', '4'] as const
const CLASSES = ['unclassified', 'public', 'internal', 'confidential', 'personal'] as const

/** What the catalogue knows about a tool; the same fields for a new one and an old one. */
export function ToolFields({ values, groups }: { values?: Values; groups: readonly GroupRow[] }) {
  const t = useTranslations('tools')
  return (
    <>
      <Field name="name" label={t('field.name')}>
        <Input maxLength={200} required={values !== undefined} defaultValue={values?.name} placeholder={values ? undefined : t('field.nameAsId')} autoComplete="off" />
      </Field>
      <Field name="description" label={t('field.description')}>
        <Textarea dir="auto" maxLength={2000} defaultValue={values?.description} />
      </Field>
      <Field name="trustLevel" label={t('field.trustLevel')} description={t('field.trustLevelAbout')}>
        <Select defaultValue={String(values?.trustLevel ?? 3)}>
          {LEVELS.map((level) => <option key={level} value={level}>{`L${level} · ${t(`level.${level}`)}`}</option>)}
        </Select>
      </Field>
      <Field name="dataClass" label={t('field.dataClass')} description={t('field.dataClassAbout')}>
        <Select defaultValue={values?.dataClass ?? 'unclassified'}>
          {CLASSES.map((one) => <option key={one} value={one}>{t(`dataClass.${one}`)}</option>)}
        </Select>
      </Field>
      <Field name="reversible" label={t('field.reversible')}>
        <Checkbox defaultChecked={values?.reversible}>{t('field.reversibleAbout')}</Checkbox>
      </Field>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_112px] sm:items-end">
        <Field name="amountPath" label={t('field.amountPath')} description={t('field.amountPathAbout')}>
          <Input defaultValue={values?.amountPath ?? ''} placeholder="/amount_cents" maxLength={500} className="font-mono text-13 ltr" spellCheck={false} autoCapitalize="none" autoComplete="off" />
        </Field>
        <Field name="currency" label={t('field.currency')} description={t('field.currencyAbout')}>
          <Input defaultValue={values?.currency ?? ''} placeholder="USD" maxLength={3} className="font-mono text-13 uppercase placeholder:normal-case ltr" spellCheck={false} autoComplete="off" />
        </Field>
      </div>
      <WhoDecides groups={groups} required={values?.requiredApprovals ?? 1} group={values?.reviewerGroup ?? ''} critical={values?.trustLevel === 4} />
      <SchemaField value={values?.inputSchema ?? null} />
    </>
  )
}
