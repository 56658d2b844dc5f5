'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False on the server and while hydrating, true after. */
export const useHydrated = () => useSyncExternalStore(never, () => true, () => false)
