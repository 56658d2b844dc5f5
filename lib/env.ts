import path from 'node:path'
import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)

const Env = z.object({
  DATABASE_URL: z.string().optional(),
  DATABASE_APP_URL: z.string().optional(),
  DATABASE_WORKER_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(500).default(20),
  /** After this long without an answer, a query is given up: a database that hangs must not hang the doors. */
  DATABASE_TIMEOUT_MS: z.coerce.number().int().min(1000).max(600_000).default(20_000),
  /** The address both doors listen on. Not HOST or HOSTNAME, which shells and containers set for themselves. */
  LISTEN_ADDRESS: z.string().default('0.0.0.0'),
  PORT: port(3000),
  GATEWAY_PORT: port(4000),
  GATEWAY_URL: z.url().optional(),
  DATA_DIR: z.string().default('./data'),
  /** Signing keys, where they do not live in DATA_DIR: base64 of 32 random bytes each. */
  COUNTERSIGN_GRANT_KEY: z.string().optional(),
  COUNTERSIGN_LOG_KEY: z.string().optional(),
  /** Who signs checkpoints, as verifiers know it: a C2SP note's key name. */
  COUNTERSIGN_LOG_NAME: z.string().regex(/^[^\s+]{1,200}$/).default('countersign-log'),
  /** Where copies of checkpoints go: better on another disk. DATA_DIR/checkpoints unless set. */
  CHECKPOINT_DIR: z.string().optional(),
  CHECKPOINT_WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  CHECKPOINT_EVERY_S: z.coerce.number().int().min(1).max(3600).default(10),
  /** How long an entry may wait for its place in the log's tree before nothing more is granted. */
  LOG_LATE_S: z.coerce.number().int().min(2).max(3600).default(10),
  NEXTAUTH_URL: z.string().optional(),
  NEXTAUTH_SECRET: z.string().optional(),
  /** The bearer that opens the gateway's /metrics; unset, there is no such address. */
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
})

/** The environment, parsed once. Unset and empty are the same. */
export const env = Env.parse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')))

/** Where this process finds its database, in the role it was given. */
export function databaseUrl(): string {
  const url = env.DATABASE_APP_URL ?? env.DATABASE_WORKER_URL ?? env.DATABASE_URL
  if (!url) throw new Error('DATABASE_APP_URL is not set: start with `npm start`, or point it at PostgreSQL')
  return url
}

/** Where copies of checkpoints are. */
export const checkpointDir = () => env.CHECKPOINT_DIR ?? path.join(env.DATA_DIR, 'checkpoints')

export const deskUrl = () => env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`

/** Where agents knock: the desk's host with the gateway's port, unless the environment says otherwise. */
export function gatewayUrl(): string {
  if (env.GATEWAY_URL) return env.GATEWAY_URL.replace(/\/+$/, '')
  const url = new URL(deskUrl())
  return `http://${url.hostname}:${env.GATEWAY_PORT}`
}
