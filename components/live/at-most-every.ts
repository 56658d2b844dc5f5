/** First at once, then no more often than this; a hidden tab waits until it is looked at, unless `whileHidden`. */
export function atMostEvery(ms: number, work: () => void, whileHidden = false) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity
  let owed = false
  const run = () => {
    timer = undefined
    if (document.hidden && !whileHidden) return void (owed = true)
    owed = false
    last = performance.now()
    work()
  }
  const soon = () => {
    if (timer) return
    const wait = last + ms - performance.now()
    // At once without a timer: browsers hold back those of hidden tabs.
    if (wait > 0) timer = setTimeout(run, wait)
    else run()
  }
  const seen = () => !document.hidden && owed && soon()
  document.addEventListener('visibilitychange', seen)
  return {
    soon,
    stop: () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    },
  }
}
