import { createServer } from 'node:http'
import next from 'next'
import { env } from '@/lib/env'

// `next start` knows nothing of its supervisor: this one ends when the channel to it does.
const GIVE_UP_MS = 5_000

const app = next({ dev: false, dir: process.cwd(), port: env.PORT })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => void handle(request, response))
server.keepAliveTimeout = 65_000

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  setTimeout(() => server.closeAllConnections(), 1_000).unref()
  setTimeout(() => process.exit(1), GIVE_UP_MS).unref()
  server.close(() => void app.close().finally(() => process.exit(0)))
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)

server.listen(env.PORT, env.LISTEN_ADDRESS, () => {
  const address = server.address()
  process.send?.({ ready: true, port: typeof address === 'object' ? address?.port : env.PORT })
})
