import { AppError } from '@/lib/errors'
import { isId } from '@/lib/ids'

/** A place in a list ordered by time and id, newest first. `at` is ISO 8601. */
export interface Cursor {
  at: string
  id: string
}

export const writeCursor = ({ at, id }: { at: Date; id: string }) =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')

/** Throws `invalid_query` for anything `writeCursor` did not make. */
export function readCursor(text: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [at, id] = parsed as unknown[]
      if (typeof at === 'string' && typeof id === 'string' && isId(id) && new Date(at).toISOString() === at) return { at, id }
    }
  } catch {
    // falls through: whatever it was, it is no cursor of ours
  }
  throw new AppError('invalid_query', 'The cursor is not one of ours.', { errors: [{ path: '/cursor', message: 'is not valid' }] })
}
