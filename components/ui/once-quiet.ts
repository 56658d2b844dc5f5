const LATEST_MS = 400

/** For what can wait until a key's effect is on the screen: sent while that is being drawn, it makes it later. */
export function onceQuiet(then: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(then, { timeout: LATEST_MS })
  else setTimeout(then, LATEST_MS / 4)
}
