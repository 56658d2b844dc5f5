/** Set by a page that nobody has touched for a while (components/shell/away.tsx), for all tabs of a browser. */
export const awayCookie = 'countersign-away'

/**
 * Pure. Whether a request came by itself, as a live refresh does: it must not keep a session open that nobody uses.
 * A page that somebody opens asks for HTML, whatever the cookie says.
 */
export const isBackground = (away: string | undefined, accept: string | null) => away === '1' && !accept?.includes('text/html')
