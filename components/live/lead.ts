const LEASE_MS = 3_000
const RENEW_MS = 1_000

/**
 * Runs the work in one tab of this browser at a time, for as long as its promise lasts; when that tab goes, in another.
 * With the browser's own locks, or, where it has none (plain http on a LAN), with a lease that its holder renews.
 */
export function lead(name: string, work: (signal: AbortSignal) => Promise<void>, over: AbortSignal): void {
  if ('locks' in navigator) void navigator.locks.request(name, { signal: over }, () => work(over)).catch(() => undefined)
  else leadByLease(name, work, over)
}

/** Two tabs may take a free lease at once. Whoever wrote it last holds it; the other finds out when it renews. */
function leadByLease(name: string, work: (signal: AbortSignal) => Promise<void>, over: AbortSignal): void {
  const self = crypto.getRandomValues(new Uint32Array(4)).join('-')
  let term: AbortController | undefined
  const look = () => {
    const [holder, until] = localStorage.getItem(name)?.split(' ') ?? []
    const free = !holder || Date.now() > Number(until)
    if (holder !== self && (!free || term)) {
      term?.abort()
      term = undefined
      if (!free) return
    }
    localStorage.setItem(name, `${self} ${Date.now() + LEASE_MS}`)
    if (term) return
    term = new AbortController()
    void work(term.signal)
  }
  const leave = () => {
    term?.abort()
    term = undefined
    if (localStorage.getItem(name)?.startsWith(`${self} `)) localStorage.removeItem(name)
  }
  const looking = setInterval(look, RENEW_MS)
  addEventListener('pagehide', leave)
  over.addEventListener('abort', () => {
    clearInterval(looking)
    removeEventListener('pagehide', leave)
    leave()
  })
  look()
}
