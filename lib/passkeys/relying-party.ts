import { deskUrl } from '@/lib/env'

export interface RelyingParty {
  rpID: string
  origin: string
  /** Browsers offer passkeys to https and to localhost, and to names, not to bare addresses. */
  possible: boolean
}

/** Who the desk is to a passkey: a passkey works for this name only. */
export function relyingParty(desk = deskUrl()): RelyingParty {
  const { protocol, hostname, origin } = new URL(desk)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  const address = /^[\d.]+$|:/.test(hostname)
  return { rpID: hostname, origin, possible: local || (protocol === 'https:' && !address) }
}
