'use client'
import { useHotkeys } from 'react-hotkeys-hook'
import { inDialog } from './in-dialog'
import { useMoves, useQueue } from './queue-context'
import { useSelection } from './selection'

/** A, E, M and R for the document on screen. Not while going to another one or while others are selected, and not again while a key is held down. */
export function DecisionKeys({ unlocked }: { unlocked: boolean }) {
  const { hotkeys, byKey } = useQueue()
  const { moving, resting } = useMoves()
  const { picked } = useSelection()
  const options = { enabled: hotkeys && !moving && picked.size === 0, preventDefault: true, ignoreEventWhen: inDialog }
  const part = (decision: string) => document.querySelector<HTMLElement>(`[data-decision="${decision}"]`)
  useHotkeys('a', (event) => {
    const form = part('approve')
    const button = form?.querySelector<HTMLButtonElement>('button[type=submit]')
    if (event.repeat || resting || !unlocked || !(form instanceof HTMLFormElement) || !button || button.disabled) return
    byKey()
    form.requestSubmit(button)
  }, options)
  useHotkeys('e', (event) => {
    if (!event.repeat && unlocked) part('edit')?.click()
  }, options)
  const open = (decision: 'reply' | 'reject') => {
    const details = part(decision)
    if (!(details instanceof HTMLDetailsElement)) return
    byKey()
    details.open = true
    details.querySelector('textarea')?.focus()
  }
  useHotkeys('m', () => open('reply'), options)
  useHotkeys('r', () => open('reject'), options)
  return null
}
