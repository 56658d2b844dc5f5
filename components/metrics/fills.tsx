/** How each outcome is drawn: a colour and a pattern, so that neither has to be told apart alone. */
export const FILLS = {
  allowed: { colour: 'var(--ok)', pattern: null },
  approved: { colour: 'var(--accent)', pattern: null },
  ran_out: { colour: 'var(--warn)', pattern: 'stripes' },
  blocked: { colour: 'var(--bad)', pattern: 'dots' },
  pending: { colour: 'var(--ink-3)', pattern: 'hollow' },
  /** The same where nothing else has to be told apart from it: a hollow bar alone reads as none. */
  open: { colour: 'var(--ink-3)', pattern: null },
} as const
export type FillName = keyof typeof FILLS

const safe = (id: string) => id.replace(/\W/g, '')
export const fillOf = (id: string, name: FillName) => (FILLS[name].pattern ? `url(#${safe(id)}-${name})` : FILLS[name].colour)

/** Definitions for one svg; `id` keeps two charts on a page apart. */
export function FillDefinitions({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${safe(id)}-ran_out`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" fill="var(--warn)" />
        <rect width="1.6" height="5" fill="var(--panel)" opacity=".55" />
      </pattern>
      <pattern id={`${safe(id)}-blocked`} width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--bad)" />
        <circle cx="2" cy="2" r=".8" fill="var(--panel)" opacity=".6" />
      </pattern>
      <pattern id={`${safe(id)}-pending`} width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--panel)" />
        <path d="M0 4 4 0" stroke="var(--ink-3)" strokeWidth="1" />
      </pattern>
    </defs>
  )
}
