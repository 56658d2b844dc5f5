/** First at once, then no more often than this; a hidden tab waits until it is looked at. */
export function atMostEvery(ms: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity
  let owed = false
  const run = () => {
    timer = undefined
    if (document.hidden) return void (owed = true)
    owed = false
    last = performance.now()
    work()
  }
  const soon = () => void (timer ??= setTimeout(run, Math.max(0, last + ms - performance.now())))
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
