export type LiveMessage = 'news' | 'up' | 'down'

const NAME = 'countersign-live'
const RETRY_MS = 3_000

/**
 * One stream for all tabs of this browser: the tab that holds the lock listens and passes the word on; when it goes,
 * the lock goes to another. Browsers without locks (plain http on a LAN) open one stream per tab.
 */
export function followLive(tell: (message: LiveMessage) => void): () => void {
  const over = new AbortController()
  const channel = new BroadcastChannel(NAME)
  let status: 'up' | 'down' | undefined
  let leading = false

  const announce = (message: LiveMessage) => {
    if (over.signal.aborted) return
    if (message !== 'news') status = message
    tell(message)
    channel.postMessage(message)
  }
  channel.onmessage = ({ data }: MessageEvent<LiveMessage | 'hello'>) => {
    if (data !== 'hello') return leading ? undefined : tell(data)
    if (leading && status) channel.postMessage(status)
  }
  const lead = () => {
    leading = true
    return listen(announce, over.signal)
  }
  if (!('locks' in navigator)) void lead()
  else {
    channel.postMessage('hello')
    void navigator.locks.request(NAME, { signal: over.signal }, lead).catch(() => undefined)
  }
  return () => {
    over.abort()
    channel.close()
  }
}

/** Keeps a stream open until the signal ends it; the promise is how long the lock is held. */
function listen(announce: (message: LiveMessage) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // The lock may be given just as nobody wants it any more.
    if (signal.aborted) return resolve()
    let source: EventSource | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    const connect = () => {
      source = new EventSource('/api/live')
      source.addEventListener('ready', () => announce('up'))
      source.addEventListener('news', () => announce('news'))
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
