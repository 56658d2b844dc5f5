import { createHash, randomInt } from 'node:crypto'
import { batching } from '@/lib/batching'
import { asWorkspaceId, type Ctx } from '@/lib/context'
import { asAppError } from '@/lib/database/failure'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Scope } from '@/packages/sdk/contract/scopes'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET = /^cs_live_[0-9A-Za-z]{32,128}$/
const BEARER = /^Bearer +([^ ]+) *$/i

/** A new key's secret: 40 random base62 characters, 238 bits. Shown once, stored as its SHA-256. */
export function newSecret(): string {
  let random = ''
  for (let i = 0; i < 40; i++) random += BASE62[randomInt(BASE62.length)]
  return `cs_live_${random}`
}

export const hashSecret = (secret: string) => createHash('sha256').update(secret, 'utf8').digest()

/** Enough to recognise a key in a list, far too little to guess it. */
export const prefixOf = (secret: string) => secret.slice(0, 12)

interface KeyRow {
  secret_sha256: Buffer
  workspace_id: string
  id: string
  agent_id: string
  scopes: Scope[]
  stale: boolean
}

const FIND = `SELECT secret_sha256, workspace_id, id, agent_id, scopes,
    (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute') AS stale
  FROM api_keys WHERE secret_sha256 = ANY ($1) AND revoked_at IS NULL`

/** The agent behind an Authorization header, asked of the database every time: a revoked key ends with this request. */
export async function authenticateKey(
  authorization: string | undefined,
  request: Pick<Ctx, 'requestId' | 'ip' | 'userAgent'>,
): Promise<Ctx> {
  const secret = BEARER.exec(authorization ?? '')?.[1]
  if (!secret) throw new AppError('unauthenticated', 'Send your API key as "Authorization: Bearer cs_live_…".')
  const key = SECRET.test(secret) ? await findKey(secret) : undefined
  if (!key) throw new AppError('unauthenticated', 'This API key is not known or was revoked.')
  if (key.stale) touch(key)
  return {
    ...request,
    workspace: asWorkspaceId(key.workspace_id),
    actor: { kind: 'agent', id: key.agent_id, keyId: key.id, scopes: key.scopes },
  }
}

/** Those who come at the same time ask together. */
const find = batching(async (hashes: readonly Buffer[]): Promise<(KeyRow | undefined)[]> => {
  const found = await query<KeyRow>(FIND, [hashes])
  return hashes.map((hash) => found.find(({ secret_sha256 }) => secret_sha256.equals(hash)))
}, { most: 64, lanes: 4 })

async function findKey(secret: string): Promise<KeyRow | undefined> {
  try {
    return await find(hashSecret(secret))
  } catch (error) {
    throw asAppError(error)
  }
}

export const keyRevoked = () => new AppError('unauthenticated', 'This API key was revoked.')

/** For whoever waits: refuses as soon as the key that opened the wait is revoked. */
export async function assertKeyLive(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== 'agent') return
  const live = await query('SELECT 1 FROM api_keys WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL', [
    ctx.workspace,
    ctx.actor.keyId,
  ])
  if (!live.length) throw keyRevoked()
}

const touching = new Set<string>()

// Not awaited: knowing when a key was last used must never slow or fail a request.
function touch(key: KeyRow): void {
  if (touching.has(key.id)) return
  touching.add(key.id)
  query(
    `UPDATE api_keys SET last_used_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2
       AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')`,
    [key.workspace_id, key.id],
  )
    .catch(() => undefined)
    .finally(() => touching.delete(key.id))
}
