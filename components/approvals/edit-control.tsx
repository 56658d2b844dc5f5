'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { JsonEditor } from '@/components/ui/json-editor'
import { Select } from '@/components/ui/select'
import { VisibleText } from '@/components/ui/visible-text'
import { readField, type EditField, type FieldFault } from '@/lib/approvals/edit-fields'
import { formatMoney } from '@/lib/text/money'

interface EditControlProps {
  field: EditField
  typed: string
  fault: FieldFault | null
  /** What the tool's schema says against it. */
  refusal: { path: string; message: string } | undefined
  /** Set where this is the amount. */
  currency: string | null
  onChange: (text: string) => void
}

/** One argument: a control of its kind, what the schema says about it, and what is wrong with what was typed. */
export function EditControl({ field, typed, fault, refusal, currency, onChange }: EditControlProps) {
  const t = useTranslations('approvals.edit')
  const json = useTranslations('common.json.fault')
  const error = fault ? (fault.fault === 'json' ? t('fault.json', { line: fault.line, why: json(fault.why) }) : t(`fault.${fault.fault}`)) : refusal && inner(refusal, field.key)
  const label = (
    <>
      <VisibleText text={field.label} />
      {field.label !== field.key && <code className="ms-1.5 text-12 font-normal text-ink-3"><VisibleText text={field.key} /></code>}
      {field.required && <span className="ms-1.5 text-12 font-normal text-ink-3">{t('required')}</span>}
    </>
  )
  return (
    <Field name={`arg:${field.key}`} label={label} description={<Help field={field} />} error={error} effect={<Money field={field} typed={typed} currency={currency} />}>
      <Control field={field} typed={typed} onChange={onChange} />
    </Field>
  )
}

/** The path within the argument goes with the message where there is one. */
function inner({ path, message }: { path: string; message: string }, key: string): string {
  const rest = path.slice(`/args/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`.length)
  return rest ? `${rest} ${message}` : message
}

function Control({ field, typed, onChange }: Pick<EditControlProps, 'field' | 'typed' | 'onChange'>) {
  const t = useTranslations('approvals.edit')
  const { kind, choices, required, long } = field
  const shared = { autoComplete: 'off', defaultValue: typed }
  if (kind === 'json') return <JsonEditor defaultValue={typed} onChange={onChange} className="min-h-[80px]" />
  if (kind === 'boolean' || kind === 'choice') {
    const options = kind === 'boolean' ? ['true', 'false'] : choices
    return (
      <Select defaultValue={typed} onChange={(event) => onChange(event.target.value)}>
        {(!required || typed === '') && <option value="">{t('leftOut')}</option>}
        {options.map((option) => <option key={option} value={option}>{kind === 'boolean' ? t(option as 'true') : String(JSON.parse(option))}</option>)}
      </Select>
    )
  }
  if (kind === 'text' && long) return <Textarea dir="auto" rows={4} {...shared} onChange={(event) => onChange(event.target.value)} />
  const number = kind === 'text' ? { dir: 'auto' } : { inputMode: kind === 'integer' ? ('numeric' as const) : ('decimal' as const), className: 'font-mono text-13 ltr' }
  return <Input {...shared} {...number} onChange={(event) => onChange(event.target.value)} />
}

function Help({ field: { help, minimum, maximum, maxLength } }: { field: EditField }) {
  const t = useTranslations('approvals.edit')
  const bounds = minimum !== null && maximum !== null ? t('between', { minimum, maximum }) : minimum !== null ? t('atLeast', { minimum }) : maximum !== null ? t('atMost', { maximum }) : null
  const length = maxLength === null ? null : t('characters', { maxLength })
  if (!help && !bounds && !length) return null
  return (
    <>
      {help && <><VisibleText text={help} /> </>}
      {[bounds, length].filter(Boolean).join(' ')}
    </>
  )
}

/** A number of cents, as people read money. */
function Money({ field, typed, currency }: Pick<EditControlProps, 'field' | 'typed' | 'currency'>) {
  const locale = useLocale()
  if (!currency) return null
  const read = readField(field, typed)
  return read.ok && typeof read.value === 'number' && Number.isInteger(read.value) ? <b className="nums">{formatMoney(read.value, currency, locale)}</b> : null
}
