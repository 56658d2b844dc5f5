import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { THROTTLE } from '@/lib/auth/limits'
import { query } from '@/lib/db'

type Kind = keyof typeof THROTTLE

/** The limiter speaks to whatever has `query`; ours is the pool's. */
const storeClient = {
  query: async ({ text, values }: { text: string; values?: unknown[] }) => {
    const rows = await query(text, values)
    return { rows, rowCount: rows.length }
  },
}

const limiters = new Map<Kind, RateLimiterPostgres>()

function limiter(kind: Kind): RateLimiterPostgres {
  const known = limiters.get(kind)
  if (known) return known
  const made = new RateLimiterPostgres({
    storeClient,
    storeType: 'client',
    tableName: 'sign_in_throttle',
    tableCreated: true,
    keyPrefix: kind,
    points: THROTTLE[kind].points,
    duration: THROTTLE[kind].seconds,
  })
  limiters.set(kind, made)
  return made
}

/** No addresses or e-mails in the table. */
const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex')

interface Attempt {
  email: string
  ip?: string
}

const keysOf = ({ email, ip = 'unknown' }: Attempt) =>
  ({ address: digest(ip), email: digest(email), pair: digest(email, ip) }) satisfies Record<Kind, string>

/** Counts the attempt before it is made, so that attempts at once cannot slip past. Returns seconds to wait, or 0. */
export async function takeAttempt(attempt: Attempt): Promise<number> {
  const keys = keysOf(attempt)
  for (const kind of ['address', 'email', 'pair'] as const) {
    try {
      await limiter(kind).consume(keys[kind])
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    }
  }
  return 0
}

/** The right password: this person starts afresh, and the address gets its attempt back. */
export async function forgiveAttempt(attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  await Promise.all([
    limiter('address').reward(keys.address),
    limiter('email').delete(keys.email),
    limiter('pair').delete(keys.pair),
  ])
}
