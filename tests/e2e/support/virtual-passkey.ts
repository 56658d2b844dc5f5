import type { Page } from 'playwright-core'

export interface VirtualPasskey {
  /** Off: the person's finger is not recognised, which a browser reports as it reports a closed prompt. */
  verifies(yes: boolean): Promise<void>
  /** A lost device. */
  lose(): Promise<void>
}

/** Chromium's own virtual authenticator for this page's tab: a device that knows its person. */
export async function aVirtualPasskey(page: Page): Promise<VirtualPasskey> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return {
    verifies: (yes) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: yes }).then(() => undefined),
    lose: () => session.send('WebAuthn.clearCredentials', { authenticatorId }).then(() => undefined),
  }
}
