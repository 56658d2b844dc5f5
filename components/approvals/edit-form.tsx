'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { DialogActions, DialogClose } from '@/components/ui/dialog'
import { FormContext } from '@/components/ui/form-context'
import { JsonEditor } from '@/components/ui/json-editor'
import { Spinner } from '@/components/ui/spinner'
import { editedArgs, editFields, written, type FieldFault } from '@/lib/approvals/edit-fields'
import type { EditPreview } from '@/lib/approvals/preview-edit'
import { parseStrictJson } from '@/lib/strict-json'
import type { JsonObject } from '@/packages/sdk/contract/json'
import { EditConfirm } from './edit-confirm'
import { EditControl } from './edit-control'
import { startFrom, type EditDraft, type EditFormProps, type Failure } from './edit-draft'
import { EditProblems } from './edit-problems'
import { ModeTabs } from './edit-mode'
import { Stale } from './edit-stale'

const bytes = new TextEncoder()
function objectOf(text: string): JsonObject | null {
  const parsed = parseStrictJson(bytes.encode(text))
  return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value) ? (parsed.value as JsonObject) : null
}

/** First the arguments, then what the rules say of them and what differs, and only then the decision. */
export function EditForm({ approval, draft, onDraft, preview, form, refused, children }: EditFormProps) {
  const t = useTranslations('approvals.edit')
  const common = useTranslations('common')
  const [at, setAt] = useState<EditDraft>(() => draft ?? startFrom(approval))
  const [faults, setFaults] = useState<ReadonlyMap<string, FieldFault>>(new Map())
  const [failure, setFailure] = useState<Failure | null>(null)
  const [same, setSame] = useState(false)
  const [judged, setJudged] = useState<{ args: string; preview: EditPreview } | null>(null)
  const [asking, startAsking] = useTransition()
  const fields = editFields(approval.inputSchema, at.base)
  const stale = at.hash !== approval.hash

  function change(next: Partial<EditDraft>) {
    const whole = { ...at, ...next }
    setAt(whole)
    onDraft(whole)
    setSame(false)
  }
  function restart() {
    setAt(startFrom(approval))
    onDraft(null)
    setFaults(new Map())
    setFailure(null)
    setJudged(null)
  }
  /** The edited arguments, or null where something typed is no value; the controls then say what. */
  function read(): JsonObject | null {
    if (at.mode === 'json' || !fields) return objectOf(at.text)
    const { args, faults: found } = editedArgs(fields, at.typed, at.base)
    setFaults(found)
    return found.size > 0 ? null : args
  }
  function switchTo(mode: EditDraft['mode']) {
    const args = read()
    if (mode === at.mode || !args) return
    setFailure(null)
    if (mode === 'json') change({ mode, text: written(args) })
    else change({ mode, base: args, typed: {} })
  }
  function ask() {
    const args = read()
    if (!args) return
    const text = JSON.stringify(args)
    const data = new FormData()
    data.set('approval', approval.id)
    data.set('args', text)
    startAsking(async () => {
      const answer = await preview(null, data)
      setFailure(answer.ok ? null : answer)
      setSame(answer.ok && answer.value === null)
      setJudged(answer.ok && answer.value ? { args: text, preview: answer.value } : null)
    })
  }

  if (judged) {
    return (
      <EditConfirm approval={approval} judged={judged} stale={stale} refused={refused} form={form} onBack={() => setJudged(null)} onRestart={restart}>
        {children}
      </EditConfirm>
    )
  }
  const errorOf = (key: string) => failure?.errors?.find(({ path }) => path === pointer(key) || path.startsWith(`${pointer(key)}/`))
  const elsewhere = failure?.errors?.filter(({ path }) => at.mode === 'json' || !fields?.some(({ key }) => path === pointer(key) || path.startsWith(`${pointer(key)}/`))) ?? []
  return (
    <FormContext value={{ result: null, pending: asking }}>
      <div className="flex flex-col gap-4" data-edit={at.mode}>
        {stale && <Stale onRestart={restart} />}
        {fields && <ModeTabs mode={at.mode} onMode={switchTo} />}
        {failure && <EditProblems failure={failure} errors={elsewhere} />}
        {at.mode === 'form' && fields ? (
          fields.map((field) => (
            <EditControl
              key={`${field.key} ${field.start}`}
              field={field}
              typed={at.typed[field.key] ?? field.start}
              fault={faults.get(field.key) ?? null}
              refusal={errorOf(field.key)}
              currency={approval.amountPath === pointer(field.key).slice('/args'.length) ? approval.currency : null}
              onChange={(text) => change({ typed: { ...at.typed, [field.key]: text } })}
            />
          ))
        ) : (
          <JsonEditor label={t('json')} defaultValue={at.text} className="min-h-[260px]" onChange={(text) => change({ text })} />
        )}
        <p aria-live="polite" className="text-13 text-ink-2 empty:hidden">{same ? t('same') : faults.size > 0 ? t('faults', { count: faults.size }) : null}</p>
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <Button variant="primary" onClick={ask} aria-disabled={asking || undefined} disabled={at.mode === 'json' && !objectOf(at.text)}>
            {asking && <Spinner />}
            {t('preview')}
          </Button>
        </DialogActions>
      </div>
    </FormContext>
  )
}

/** Where the server says that a top-level argument is wrong. */
const pointer = (key: string) => `/args/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
