import { setMaxListeners } from 'node:events'
import type { FastifyInstance } from 'fastify'

const SWEEP_MS = 50
const PATIENCE_MS = 5_000

/** On close: open long polls answer with what they know, then no connection is kept for a client that keeps it alive. */
export function drainOnClose(app: FastifyInstance): AbortSignal {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  app.addHook('preClose', (done) => {
    closing.abort()
    // A connection that was answering when the server closed turns idle later, and would be kept for a minute.
    const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
    const cut = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS)
    app.server.once('close', () => {
      clearInterval(sweep)
      clearTimeout(cut)
    })
    done()
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (closing.signal.aborted) reply.header('connection', 'close')
    done(null, payload)
  })
  return closing.signal
}
