/** Pure. Where to go on after signing in: an address of this desk, or null for anything else that was put into the link. */
export function safePath(wanted: unknown): string | null {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > 2000) return null
  const here = 'http://desk.invalid'
  const url = URL.canParse(wanted, here) ? new URL(wanted, here) : null
  if (!url || url.origin !== here || url.pathname.startsWith('//') || /^\/(api|sign-in|sign-out)(\/|$)/.test(url.pathname)) return null
  return url.pathname + url.search
}

/** Pure. The sign-in page, remembering where somebody was going. */
export function signInAddress(headers: Pick<Headers, 'get'>): string {
  const next = safePath((headers.get('x-path') ?? '') + (headers.get('x-search') ?? ''))
  return next && next !== '/' ? `/sign-in?${new URLSearchParams({ next })}` : '/sign-in'
}
