'use client'
import { useSyncExternalStore } from 'react'

const CHANGED = 'countersign:dismissed'

function subscribe(onChange: () => void) {
  window.addEventListener(CHANGED, onChange)
  return () => window.removeEventListener(CHANGED, onChange)
}

/** Whether this tab put the hint away. The server never knows, so it is shown until hydration. */
export function useDismissed(key: string): [boolean, () => void] {
  const dismissed = useSyncExternalStore(subscribe, () => sessionStorage.getItem(key) !== null, () => false)
  const dismiss = () => {
    sessionStorage.setItem(key, '1')
    window.dispatchEvent(new Event(CHANGED))
  }
  return [dismissed, dismiss]
}
