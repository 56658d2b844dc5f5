import { AppError, IdempotentReplay } from '@/lib/errors'

const BUSY = new Set(['P2024', 'P2028', 'P1001', 'P1002', 'P1008', 'P1017', 'P2034', 'P2037', '53300', '55P03', '57P01', '57P02', '57P03', '40P01', '40001'])
const BROKEN = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|timeout exceeded when trying to connect|Connection terminated|ConnectionClosed|Query read timeout|not queryable|server closed the connection/

interface Coded {
  code?: unknown
  /** Of a driver's error: in `meta` where Prisma wrapped it, else, as at a commit, by itself. */
  cause?: unknown
  originalCode?: unknown
  meta?: { driverAdapterError?: { cause?: Coded } }
}

const coded = (error: unknown): Coded => (typeof error === 'object' && error !== null ? error : {})
/** PostgreSQL's own code, which Prisma wraps, or else whatever code there is. */
function codeOf(error: unknown): string {
  const { code, cause, meta } = coded(error)
  return String(meta?.driverAdapterError?.cause?.originalCode ?? coded(cause).originalCode ?? code ?? '')
}

/** Out of reach or too busy: worth trying again, and nothing was granted. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return BUSY.has(code) || code.startsWith('08') || BROKEN.test(`${code} ${error.message}`) || isUnavailable(error.cause)
}

/** Prisma's word for a unique index that already has this key. */
export const isTaken = (error: unknown) => coded(error).code === 'P2002'

/** Maps a database that is down or full to 503 `unavailable`; everything else passes through. */
export function asAppError(error: unknown): unknown {
  if (error instanceof AppError || error instanceof IdempotentReplay) return error
  if (isUnavailable(error)) {
    return new AppError('unavailable', 'The database cannot be reached right now. Nothing was changed; try again.', {
      retryAfterS: 2,
      cause: error,
    })
  }
  return error
}
