import { setTimeout as sleep } from 'node:timers/promises'
import { REFUSAL_MS } from '@/lib/auth/limits'
import { openSession, signInCtx, type Visit } from '@/lib/auth/open-session'
import { verifyPassword } from '@/lib/auth/password'
import { forgiveAttempt, takeAttempt } from '@/lib/auth/throttle'
import { asWorkspaceId, type WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { transact } from '@/lib/transact'

type SignInRefusal = 'wrong' | 'one_time_expired' | 'no_workspace'
export type SignInResult =
  | { ok: true; userId: string; sessionId: string }
  | { ok: false; reason: SignInRefusal }
  | { ok: false; reason: 'throttled'; retryAfterS: number }

interface Person {
  id: string
  password_hash: string | null
  disabled: boolean
  one_time_expired: boolean
  workspace_id: string | null
}

// The workspace they were in last, if they still belong to it; else the one they joined first.
const FIND = `
  SELECT u.id, u.password_hash, u.disabled_at IS NOT NULL AS disabled,
    coalesce(u.must_change_password AND u.password_expires_at <= clock_timestamp(), false) AS one_time_expired,
    (SELECT m.workspace_id FROM members m
      WHERE m.id = u.id AND m.removed_at IS NULL
      ORDER BY (SELECT max(s.created_at) FROM sessions s WHERE s.user_id = u.id AND s.workspace_id = m.workspace_id)
        DESC NULLS LAST, m.created_at, m.workspace_id LIMIT 1) AS workspace_id
  FROM users u WHERE u.email = $1`

/**
 * E-mail and password against the database, slowed down per person and address. Every refusal of a known
 * person is in their workspace's log; a stranger learns nothing from the answer or its time.
 */
export async function signIn(input: { email: string; password: string }, visit: Visit): Promise<SignInResult> {
  const email = input.email.trim().toLowerCase()
  const attempt = { email, ip: visit.ip }
  const retryAfterS = await takeAttempt(attempt)
  if (retryAfterS > 0) return { ok: false, reason: 'throttled', retryAfterS }

  const floor = sleep(REFUSAL_MS)
  const result = await prove(email, input.password, visit)
  if (result.ok) await forgiveAttempt(attempt)
  else await floor
  return result
}

async function prove(email: string, password: string, visit: Visit): Promise<SignInResult> {
  const [person] = await query<Person>(FIND, [email])
  const proved = await verifyPassword(person?.disabled ? null : person?.password_hash, password)
  if (!person) return { ok: false, reason: 'wrong' }
  if (!person.workspace_id) return { ok: false, reason: proved ? 'no_workspace' : 'wrong' }
  const workspace = asWorkspaceId(person.workspace_id)
  if (!proved || person.one_time_expired) {
    const reason = proved ? 'one_time_expired' : 'wrong'
    await recordRefusal(workspace, person.id, person.disabled ? 'disabled' : reason, visit)
    return { ok: false, reason }
  }
  return { ok: true, userId: person.id, sessionId: await openSession(workspace, person.id, visit) }
}

const recordRefusal = (workspace: WorkspaceId, userId: string, reason: string, visit: Visit) =>
  transact(signInCtx(workspace, visit), 'sessions.open', () =>
    Promise.resolve({
      value: undefined,
      audit: [{ kind: 'auth', event: 'session.refused', success: false, userId, errorMessage: reason }],
    }),
  )
