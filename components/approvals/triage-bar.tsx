'use client'
import { AlarmClock, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useTransition } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import type { FormAction } from '@/components/ui/action-result'
import { cn } from '@/components/ui/cn'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Timestamp } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { serverNow } from '@/components/ui/use-clock'
import type { Assignable } from '@/lib/approvals/assign'
import { Presence } from './presence'
import { inDialog } from './in-dialog'
import { useMoves, useQueue } from './queue-context'

interface TriageBarProps {
  approvalId: string
  pending: boolean
  expiresAt: number
  assignee: { id: string; name: string } | null
  assignable: readonly Assignable[]
  snoozedUntil: number | null
  assign: FormAction
  snooze: FormAction
}

const button =
  'inline-flex min-h-[26px] max-w-[200px] items-center gap-1.5 rounded-md border border-line px-2 text-12 text-ink-2 hover:bg-hover hover:text-ink disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0 pointer-coarse:min-h-9'

/** Whose it is, until when it is put off, and who else looks at it. */
export function TriageBar(props: TriageBarProps) {
  const { approvalId, pending, assignee, snoozedUntil } = props
  const t = useTranslations('approvals')
  const { decides } = useQueue()
  return (
    <div className="ms-auto flex min-w-0 flex-wrap items-center justify-end gap-2 max-lg:ms-0 max-lg:justify-start">
      <Presence approvalId={approvalId} />
      {pending && decides && <AssignMenu {...props} />}
      {pending && decides && <SnoozeMenu {...props} />}
      {pending && !decides && assignee && <span className="text-12 text-ink-2">{t('assign.is', { name: assignee.name })}</span>}
      {snoozedUntil !== null && <span className="sr-only">{t('snooze.is')}</span>}
    </div>
  )
}

/** Posts one change and says it where it was refused. */
function useChange(action: FormAction) {
  const [busy, startTransition] = useTransition()
  const send = (fields: Record<string, string>, done?: () => void) =>
    startTransition(async () => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      const result = await action(null, form)
      if (result.ok) done?.()
      else toast.error(Object.values(result.fieldErrors)[0] ?? result.message)
    })
  return { busy, send }
}

function AssignMenu({ approvalId, assignee, assignable, assign }: TriageBarProps) {
  const t = useTranslations('approvals.assign')
  const { userId } = useQueue()
  const { busy, send } = useChange(assign)
  const to = (member: string) => send({ approval: approvalId, member })
  const others = assignable.filter(({ id }) => id !== userId)
  const trigger = (
    <button type="button" disabled={busy} className={cn(button, assignee && 'font-medium text-ink')} aria-label={assignee ? t('is', { name: assignee.name }) : t('label')}>
      <UserRound aria-hidden />
      <bdi className="min-w-0 truncate">{assignee ? (assignee.id === userId ? t('you') : assignee.name) : t('label')}</bdi>
    </button>
  )
  return (
    <Menu trigger={trigger} align="end" className="max-w-72">
      {assignable.some(({ id }) => id === userId) && assignee?.id !== userId && <MenuItem onClick={() => to(userId)}>{t('me')}</MenuItem>}
      {assignee && <MenuItem onClick={() => to('')}>{t('nobody')}</MenuItem>}
      {others.length > 0 && <MenuSeparator />}
      {others.map(({ id, name, email }) => (
        <MenuItem key={id} onClick={() => to(id)} aria-pressed={id === assignee?.id} title={email}>
          <bdi className="min-w-0 truncate">{name}</bdi>
        </MenuItem>
      ))}
      {others.length === 0 && <p className="max-w-56 px-2 py-1 text-12 text-ink-3">{t('noOthers')}</p>}
    </Menu>
  )
}

const MINUTE = 60_000
const SPANS = [['m15', 15], ['h1', 60], ['h3', 180]] as const
const BEFORE_END = 10 * MINUTE

/** Times to come back at, all of them before it expires. */
function choices(now: number, expiresAt: number): ['m15' | 'h1' | 'h3' | 'tomorrow' | 'end', number][] {
  const tomorrow = new Date(now)
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(9, 0, 0, 0)
  const all = [...SPANS.map(([name, minutes]) => [name, now + minutes * MINUTE] as const), ['tomorrow', tomorrow.getTime()] as const]
  const fitting = all.filter(([, until]) => until < expiresAt - MINUTE)
  return [...fitting.map(([name, until]): ['m15' | 'h1' | 'h3' | 'tomorrow', number] => [name, until]), ...(expiresAt - BEFORE_END > now + MINUTE ? [['end', expiresAt - BEFORE_END] as ['end', number]] : [])]
}

function SnoozeMenu({ approvalId, expiresAt, snoozedUntil, snooze }: TriageBarProps) {
  const t = useTranslations('approvals.snooze')
  const { hotkeys, advance, byKey } = useQueue()
  const { moving } = useMoves()
  const { busy, send } = useChange(snooze)
  const opener = useRef<HTMLButtonElement>(null)
  const open = () => {
    byKey()
    opener.current?.click()
    // It is open by now. A frame later would be too late for whoever presses Enter at once.
    opener.current?.parentElement?.querySelector<HTMLElement>('[popover]:popover-open button')?.focus()
  }
  useHotkeys('s', open, { enabled: hotkeys && !moving, preventDefault: true, ignoreEventWhen: inDialog })
  const put = (until: number) =>
    send({ approval: approvalId, until: new Date(until).toISOString() }, () => {
      toast(t('done'))
      advance()
    })
  const open_ = choices(serverNow(), expiresAt)
  const trigger = (
    <button ref={opener} type="button" disabled={busy} className={cn(button, snoozedUntil !== null && 'font-medium text-ink')}>
      <AlarmClock aria-hidden />
      {snoozedUntil === null ? t('label') : <span>{t('until')} <Timestamp at={snoozedUntil} /></span>}
    </button>
  )
  return (
    <span className="contents">
      <Menu trigger={trigger} align="end">
        {snoozedUntil !== null && <MenuItem onClick={() => send({ approval: approvalId, until: '' })}>{t('wake')}</MenuItem>}
        {open_.map(([name, until]) => (
          <MenuItem key={name} onClick={() => put(until)}>
            <span className="me-auto">{t(`for.${name}`)}</span>
            <Timestamp at={until} className="ms-4 text-12 text-ink-3" />
          </MenuItem>
        ))}
        {open_.length === 0 && <p className="max-w-56 px-2 py-1 text-12 text-ink-3">{t('tooLate')}</p>}
        <p className="max-w-60 border-t border-line px-2 pt-1.5 pb-1 text-12 text-ink-3">{t('about')}</p>
      </Menu>
    </span>
  )
}
