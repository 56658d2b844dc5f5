'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { serverNow } from '@/components/ui/use-clock'
import type { SelectedApproval } from '@/lib/approvals/show-selected'
import { ReasonPicker, useReasonKeys } from './reason-picker'
import { useSelection } from './selection'
import { LeftList, ReadyList } from './together-lists'
import { decideAll, fetchSelected, sortOut, type Outcome, type TogetherActions } from './together-run'
import { TogetherSummary } from './together-summary'
import { UndoToast } from './undo-toast'

interface TogetherDialogProps {
  decision: 'approve' | 'reject'
  actions: TogetherActions
  onClose: () => void
}

/** Shows everything that was selected as it would run, then decides it in one go, and says what became of each. */
export function TogetherDialog({ decision, actions, onClose }: TogetherDialogProps) {
  const t = useTranslations('approvals.together')
  const words = useTranslations('approvals.decide')
  const router = useRouter()
  const { picked, clear } = useSelection()
  // What was selected when it opened; the list may change behind it.
  const [chosen] = useState(picked)
  const [shown, setShown] = useState<SelectedApproval[] | 'failed' | null>(null)
  const [told, setTold] = useState<number | null>(null)
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null)
  const confirm = useRef<HTMLButtonElement>(null)
  const chooseByKey = useReasonKeys()
  const busy = told !== null && outcomes === null

  useEffect(() => {
    const control = new AbortController()
    fetchSelected([...chosen.keys()], control.signal).then(setShown, () => control.signal.aborted || setShown('failed'))
    return () => control.abort()
  }, [chosen])
  const loaded = Array.isArray(shown)
  useEffect(() => {
    if (loaded && decision === 'approve') confirm.current?.focus()
  }, [loaded, decision])
  const { ready, left } = loaded ? sortOut(chosen, shown, decision) : { ready: [], left: [] }

  async function undo(ids: readonly string[]) {
    const form = new FormData()
    for (const id of ids) form.append('approval', id)
    const result = await actions.retract(null, form)
    router.refresh()
    return result.ok ? { ok: true as const, said: t('undone', result.value) } : result
  }
  /** Says it, with Undo for as long as all of them are still on hold. */
  function say(done: readonly Outcome[]) {
    const held = done.flatMap((outcome) => (outcome.done === 'approved' && outcome.startableAt ? [{ id: outcome.approvalId, until: outcome.startableAt }] : []))
    const ms = Math.min(...held.map(({ until }) => until)) - serverNow()
    const count = done.filter((outcome) => outcome.done !== null).length
    if (count === 0) return
    if (held.length === 0 || ms <= 0) return void toast(t(`said.${decision}`, { count }))
    const said = { approved: t('said.approve', { count }), undo: words('undo') }
    toast.custom((id) => <UndoToast id={id} ms={ms} words={said} undo={() => undo(held.map((each) => each.id))} />, { duration: ms + 250 })
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy || ready.length === 0) return
    const comment = String(new FormData(event.currentTarget).get('comment') ?? '').trim()
    setTold(0)
    const items = ready.map(({ id }) => ({ id, hash: chosen.get(id) ?? '' }))
    const done = await decideAll(actions.decide, { items, decision, comment, told: setTold })
    clear()
    router.refresh()
    say(done)
    if (done.every((outcome) => outcome.done !== null) && left.length === 0) onClose()
    else setOutcomes(done)
  }

  return (
    <Dialog open onOpenChange={(open) => !open && !busy && onClose()} title={t(`title.${decision}`, { count: chosen.size })} description={outcomes ? undefined : t('about')} className="max-w-[760px]">
      {shown === 'failed' ? (
        <ErrorState retry={onClose} />
      ) : !shown ? (
        <Skeleton className="h-64" />
      ) : outcomes ? (
        <TogetherSummary outcomes={outcomes} rows={ready} left={left} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          {ready.length > 0 ? <ReadyList rows={ready} /> : <p className="text-13 text-ink-2">{t('nothing')}</p>}
          {left.length > 0 && <LeftList left={left} />}
          {decision === 'reject' && ready.length > 0 && (
            <>
              <ReasonPicker />
              <Field name="comment" label={words('words.reject')} description={t('oneReason')}>
                <Textarea required autoFocus maxLength={4000} dir="auto" rows={2} onKeyDown={chooseByKey} />
              </Field>
            </>
          )}
          {busy && <progress aria-label={t('progress', { told: told ?? 0, count: ready.length })} value={told ?? 0} max={ready.length} className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent" />}
          <DialogActions>
            <Button variant="ghost" disabled={busy} onClick={onClose}>{words('cancel')}</Button>
            <Button ref={confirm} type="submit" variant={decision === 'approve' ? 'primary' : 'destructive'} disabled={ready.length === 0} aria-disabled={busy || undefined}>
              {busy ? t('progress', { told: told ?? 0, count: ready.length }) : t(`submit.${decision}`, { count: ready.length })}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}
