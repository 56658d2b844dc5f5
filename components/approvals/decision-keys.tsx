'use client'
import { useHotkeys } from 'react-hotkeys-hook'
import { inDialog, useQueue } from './queue-context'

/** A, E, M and R for the document on screen. Not while going to another one, and not again while a key is held down. */
export function DecisionKeys({ unlocked }: { unlocked: boolean }) {
  const { hotkeys, moving } = useQueue()
  const options = { enabled: hotkeys && !moving, preventDefault: true, ignoreEventWhen: inDialog }
  const part = (decision: string) => document.querySelector<HTMLElement>(`[data-decision="${decision}"]`)
  useHotkeys('a', (event) => {
    const form = part('approve')
    const button = form?.querySelector<HTMLButtonElement>('button[type=submit]')
    if (!event.repeat && unlocked && form instanceof HTMLFormElement && button && !button.disabled) form.requestSubmit(button)
  }, options)
  useHotkeys('e', (event) => {
    if (!event.repeat && unlocked) part('edit')?.click()
  }, options)
  const open = (decision: 'reply' | 'reject') => {
    const details = part(decision)
    if (!(details instanceof HTMLDetailsElement)) return
    details.open = true
    details.querySelector('textarea')?.focus()
  }
  useHotkeys('m', () => open('reply'), options)
  useHotkeys('r', () => open('reject'), options)
  return null
}
