'use client'
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/ui/action-result'

type Library = typeof import('@simplewebauthn/browser')
type Fault = 'cancelled' | 'known' | 'address' | 'unsupported' | 'failed'

/** Loaded when somebody begins: most pages never need it. */
const library = () => import('@simplewebauthn/browser')

export const makePasskey = (options: PublicKeyCredentialCreationOptionsJSON) => (lib: Library) => lib.startRegistration({ optionsJSON: options })
export const askPasskey = (options: PublicKeyCredentialRequestOptionsJSON) => (lib: Library) => lib.startAuthentication({ optionsJSON: options })

/** Browsers say little on purpose: closing the prompt, waiting too long and having no passkey look the same. */
function faultOf(error: unknown): Fault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled'
  if (name === 'InvalidStateError') return 'known'
  return name === 'SecurityError' ? 'address' : 'failed'
}

/**
 * Runs a ceremony and gives its answer as JSON text, or the failure of a form that says why in plain words.
 * `typed` goes back into the form, so a cancelled prompt loses nothing.
 */
export function useCeremony() {
  const t = useTranslations('common.passkey')
  const failure = (fault: Fault, values: Record<string, string>): Extract<ActionResult, { ok: false }> => ({
    ok: false, code: 'ceremony', message: t(fault), fieldErrors: {}, values, requestId: '', at: Date.now(),
  })
  return async <R,>(run: (lib: Library) => Promise<R>, typed: Record<string, string> = {}) => {
    try {
      const lib = await library()
      if (!lib.browserSupportsWebAuthn()) return failure('unsupported', typed)
      return { ok: true as const, text: JSON.stringify(await run(lib)) }
    } catch (error) {
      return failure(faultOf(error), typed)
    }
  }
}
