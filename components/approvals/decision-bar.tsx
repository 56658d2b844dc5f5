'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { startTransition, useActionState, useEffect, useEffectEvent, useState, type FormEvent, type ReactNode } from 'react'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { FormContext } from '@/components/ui/form-context'
import { Kbd } from '@/components/ui/kbd'
import { Spinner } from '@/components/ui/spinner'
import { useClock } from '@/components/ui/use-clock'
import { DecisionKeys } from './decision-keys'
import { DecisionNotice } from './decision-notice'
import { EditButton } from './edit-button'
import type { Editable, EditFormProps } from './edit-draft'
import { useOutbox } from './outbox'
import { useMoves, useQueue } from './queue-context'
import { useReadGate } from './read-gate'
import { ResolvedBar, type Resolution } from './resolved-bar'
import { useDecidedToast, type Decision } from './use-decided-toast'
import { useSent } from './use-sent'
import { useStepUp, type BeginStepUp } from './use-step-up'
import { WordsForm } from './words-form'

export interface DecisionBarProps {
  /** What is shown above; its hash goes with the decision. */
  approval: Editable
  expiresAt: number
  holdMs: number
  /** What has become of it; null while it waits. */
  resolution: Resolution | null
  /** Why this person gets no buttons. */
  barred: 'no_role' | 'owner' | 'principal' | 'not_in_group' | 'already_voted' | 'nobody' | 'broken' | 'no_passkey' | null
  agentEnabled: boolean
  decide: FormAction<Decision>
  preview: EditFormProps['preview']
  /** Asks for the passkey's question; null where the action is not critical. */
  beginStepUp: BeginStepUp | null
  retract: FormAction
}

/** The foot of the document: three forms over one server action, or why there are none. */
export function DecisionBar(props: DecisionBarProps) {
  const { approval, expiresAt, holdMs, resolution, barred, agentEnabled, decide, preview, beginStepUp, retract } = props
  const { id: approvalId, hash } = approval
  const t = useTranslations('approvals.decide')
  const [result, dispatch, waiting] = useActionState(useStepUp(decide, beginStepUp), null)
  const [sending, setSending] = useState<FormDataEntryValue | null>(null)
  const { unread } = useReadGate()
  const { advance } = useQueue()
  const { resting } = useMoves()
  const { send, forget } = useOutbox()
  const sent = useSent(approvalId, resolution !== null || barred !== null)
  const pending = waiting || sent.onItsWay
  const over = useClock() >= expiresAt
  const tell = useDecidedToast(approvalId, retract)

  const settled = useEffectEvent(() => {
    if (!result?.ok) return
    advance()
    tell(result.value)
  })
  useEffect(() => settled(), [result])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const data = new FormData(event.currentTarget)
    setSending(data.has('args') ? 'edit' : data.get('decision'))
    if (sent.refused) forget(approvalId)
    // A passkey is asked here, and an edit is put right here; all else is sent off, and its reader goes on to the next at once.
    const stays = beginStepUp !== null || data.has('args')
    if (stays || !advance(() => send(approvalId, data, decide, tell))) startTransition(() => dispatch(data))
  }
  const form = { action: dispatch, onSubmit: submit }
  const refused = sent.refused ?? (result && !result.ok ? result : null)
  const fields = (decision: string) => (
    <>
      <input type="hidden" name="approval" value={approvalId} />
      <input type="hidden" name="hash" value={hash} />
      <input type="hidden" name="decision" value={decision} />
    </>
  )
  const sentence = resolution ? null : barred ? t.rich(`barred.${barred}`, { link: (text) => <Link href="/account#passkeys" className="font-medium underline underline-offset-2">{text}</Link> }) : over ? t('over') : null
  const [seen, setSeen] = useState(hash)
  const changed = seen !== hash && barred === null && resolution === null
  const locked = unread > 0 || changed

  return (
    <FormContext value={{ result: refused ?? result, pending }}>
      <footer data-resting={resting || undefined} className="sticky bottom-0 z-1 mt-auto border-t border-line bg-panel/92 backdrop-blur-sm data-resting:[&_kbd]:opacity-25" aria-label={t('label')}>
        <DecisionNotice refused={refused} resolution={resolution} />
        {changed && <Changed onSeen={() => setSeen(hash)} />}
        <div className="relative flex flex-wrap items-center gap-2.5 px-4 py-3 lg:px-9 lg:py-3.5 max-lg:pb-[18px]">
          {resolution ? (
            <ResolvedBar approvalId={approvalId} resolution={resolution} retract={retract} />
          ) : sentence ? (
            <p className="text-13 text-ink-2">{sentence}</p>
          ) : (
            <>
              <DecisionKeys unlocked={!locked && !pending} />
              <form {...form} className="max-lg:flex-1 max-lg:basis-2/5" data-decision="approve">
                {fields('approve')}
                <Button type="submit" variant="primary" disabled={locked || !agentEnabled} aria-disabled={pending || undefined} className={wide}>
                  {pending && sending === 'approve' && <Spinner />}
                  {t('approve')} <Kbd>A</Kbd>
                </Button>
              </form>
              <EditButton approval={approval} preview={preview} form={form} refused={sending === 'edit' ? refused : null} disabled={locked || !agentEnabled} className={cn(wide, 'max-lg:w-auto max-lg:flex-1 max-lg:basis-2/5')}>
                {fields('approve')}
              </EditButton>
              {(['reply', 'reject'] as const).map((decision) => (
                <WordsForm key={decision} decision={decision} locked={locked} className={wide} {...form}>
                  {fields(decision)}
                </WordsForm>
              ))}
              <Aside>
                {sent.onItsWay ? t('going') : unread > 0 ? t('unread', { count: unread }) : !agentEnabled ? t('agentDisabled') : beginStepUp ? t(pending ? 'asking' : 'critical') : holdMs > 0 ? t('hold', { seconds: Math.ceil(holdMs / 1000) }) : null}
              </Aside>
            </>
          )}
        </div>
      </footer>
    </FormContext>
  )
}

/** Somebody edited while this person was looking: a yes waits until they have looked again. */
function Changed({ onSeen }: { onSeen: () => void }) {
  const t = useTranslations('approvals.decide')
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warn-soft px-4 py-2.5 text-13 text-warn lg:px-9">
      <span className="me-auto min-w-0">{t('changed')}</span>
      <Button size="sm" onClick={onSeen}>{t('changedSeen')}</Button>
    </div>
  )
}

const wide = 'max-lg:min-h-[46px] max-lg:w-full max-lg:rounded-[9px] max-lg:text-16'

const Aside = ({ children }: { children: ReactNode }) => (
  <span className="ms-auto text-end text-13 text-ink-3 empty:hidden max-lg:order-first max-lg:ms-0 max-lg:w-full max-lg:text-start">{children}</span>
)
