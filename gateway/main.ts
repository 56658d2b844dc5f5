import { createGateway } from '@/gateway/server'
import { closeDb } from '@/lib/db'
import { env } from '@/lib/env'
import { stopListening } from '@/lib/live/listen'

const GIVE_UP_MS = 10_000

const app = createGateway({ level: env.LOG_LEVEL, redact: ['req.headers.authorization'] })
let stopping = false

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  // A client that never hangs up must not keep us alive.
  setTimeout(() => process.exit(1), GIVE_UP_MS).unref()
  await app.close()
  await stopListening()
  await closeDb()
  process.exit(0)
}

process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())

await app.listen({ port: env.GATEWAY_PORT, host: env.LISTEN_ADDRESS })
const address = app.server.address()
process.send?.({ ready: true, port: typeof address === 'object' ? address?.port : env.GATEWAY_PORT })
