'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { JsonEditor } from '@/components/ui/json-editor'

/** The JSON Schema of the arguments; says what a change costs as soon as something was changed. */
export function SchemaField({ value }: { value: string | null }) {
  const t = useTranslations('tools')
  const [stored] = useState(() => (value === null ? '' : JSON.stringify(JSON.parse(value), null, 2)))
  const [touched, setTouched] = useState(false)
  const warning = touched && value !== null && <span className="text-warn">{t('field.inputSchemaChanges')}</span>
  return (
    <Field name="inputSchema" label={t('field.inputSchema')} description={t('field.inputSchemaAbout')} effect={warning || undefined}>
      <JsonEditor defaultValue={stored} placeholder={'{\n  "type": "object",\n  "properties": {}\n}'} maxLength={65_536} onChange={(text) => setTouched(text !== stored)} />
    </Field>
  )
}
