import { readCursor, type Cursor } from '@/lib/cursor'

/** The place in a list from the address; what cannot be read counts as the start. */
export function cursorParam(value: string | string[] | undefined): Cursor | null {
  if (typeof value !== 'string') return null
  try {
    return readCursor(value)
  } catch {
    return null
  }
}
