import { lead } from './lead'

export type LiveMessage = 'news' | 'presence' | 'up' | 'down'

const NAME = 'countersign-live'
const RETRY_MS = 3_000

/** One stream for all tabs of this browser: one tab listens and passes the word on. Six streams would block a plain http desk. */
export function followLive(tell: (message: LiveMessage) => void): () => void {
  const over = new AbortController()
  const channel = new BroadcastChannel(NAME)
  let status: 'up' | 'down' | undefined
  let leading = false

  const announce = (message: LiveMessage) => {
    if (over.signal.aborted) return
    if (message === 'up' || message === 'down') status = message
    tell(message)
    channel.postMessage(message)
  }
  channel.onmessage = ({ data }: MessageEvent<LiveMessage | 'hello'>) => {
    if (data !== 'hello') return leading ? undefined : tell(data)
    if (leading && status) channel.postMessage(status)
  }
  channel.postMessage('hello')
  const listenInTurn = async (signal: AbortSignal) => {
    leading = true
    await listen(announce, signal)
    leading = false
    status = undefined
  }
  lead(NAME, listenInTurn, over.signal)
  return () => {
    over.abort()
    channel.close()
  }
}

/** Keeps a stream open until the signal ends it; the promise is how long this tab leads. */
function listen(announce: (message: LiveMessage) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // The turn may come just as nobody wants it any more.
    if (signal.aborted) return resolve()
    let source: EventSource | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    const connect = () => {
      source = new EventSource('/api/live')
      source.addEventListener('ready', () => announce('up'))
      source.addEventListener('news', () => announce('news'))
      source.addEventListener('presence', () => announce('presence'))
      source.addEventListener('error', () => {
        announce('down')
        // A refusal ends an EventSource for good; anything else it retries by itself.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS)
      })
    }
    connect()
    signal.addEventListener('abort', () => {
      clearTimeout(retry)
      source?.close()
      resolve()
    })
  })
}
