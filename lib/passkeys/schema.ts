import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

export const PasskeyId = z.uuid()
export const PasskeyName = z.string().trim().min(1).max(100)

const bytes = z.string().regex(/^[A-Za-z0-9_-]+$/).max(20_000)
const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') }
const NO_EXTENSIONS = { clientExtensionResults: {} }

/** What the browser's ceremony gave, as JSON text; fields that nobody reads are dropped. */
const fromText = <T extends z.ZodType>(shape: T) =>
  z.string().max(60_000).transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'invalid' })
      return z.NEVER
    }
  }).pipe(shape)

export const AssertionText = fromText(
  z.object({ ...credential, response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }) })
    .transform((given): AuthenticationResponseJSON => ({ ...given, ...NO_EXTENSIONS })),
)

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

export const RegistrationText = fromText(
  z.object({
    ...credential,
    response: z.object({ clientDataJSON: bytes, attestationObject: bytes, transports: z.array(z.string()).optional() }),
  }).transform(({ response: { transports, ...response }, ...given }): RegistrationResponseJSON => ({
    ...given,
    ...NO_EXTENSIONS,
    response: { ...response, transports: TRANSPORTS.filter((each) => transports?.includes(each)) },
  })),
)
