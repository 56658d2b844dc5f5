type Say = (typeof import('sonner'))['toast']

const waiting: ((say: Say) => void)[] = []
let say: Say | undefined
let wanted: () => void = () => {}

function tell(what: (say: Say) => void) {
  if (say) return what(say)
  waiting.push(what)
  wanted()
}

/**
 * A message that comes and goes. The library that draws it is loaded with the first one, so no page carries it for nothing.
 * `toast('…')`, `toast.success('…')`, `toast.error('…')`, `toast.custom((id) => …)`, `toast.dismiss(id)`.
 */
export const toast = Object.assign((...args: Parameters<Say>) => tell((to) => to(...args)), {
  success: (...args: Parameters<Say['success']>) => tell((to) => to.success(...args)),
  error: (...args: Parameters<Say['error']>) => tell((to) => to.error(...args)),
  custom: (...args: Parameters<Say['custom']>) => tell((to) => to.custom(...args)),
  dismiss: (...args: Parameters<Say['dismiss']>) => tell((to) => to.dismiss(...args)),
})

/** Called once there is something to say. Returns how to stop. */
export function onFirstToast(draw: () => void): () => void {
  wanted = draw
  if (waiting.length > 0) draw()
  return () => void (wanted = () => {})
}

/** The messages are on the page now: says what waited. */
export function beginToasts(ready: Say): void {
  say = ready
  for (const what of waiting.splice(0)) what(ready)
}
