/**
 * Says why a state-changing request must be refused, or null when it comes from our own pages.
 * Next lets a missing Origin through and never looks at Sec-Fetch-Site; we are stricter.
 * The host is read as Next reads it: first value of X-Forwarded-Host, else Host.
 */
export function originRefusal(headers: Pick<Headers, 'get'>): string | null {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return `Sec-Fetch-Site is ${site}`

  const origin = headers.get('origin')
  if (!origin) return 'Origin is missing'
  if (origin === 'null') return 'Origin is null'

  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() || headers.get('host')
  if (!host) return 'Host is missing'
  if (!URL.canParse(origin) || new URL(origin).host !== host.toLowerCase()) return 'Origin is foreign'
  return null
}
