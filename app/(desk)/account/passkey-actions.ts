'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { beginEnrolment as begin } from '@/lib/passkeys/begin-enrolment'
import { finishEnrolment as finish } from '@/lib/passkeys/finish-enrolment'
import { removePasskey as remove } from '@/lib/passkeys/remove'
import { renamePasskey as rename } from '@/lib/passkeys/rename'
import { AssertionText, PasskeyId, PasskeyName, RegistrationText } from '@/lib/passkeys/schema'
import { Password } from '@/lib/users/schema'

/** The name is read here too, so that it is right before the browser asks for anything. */
export const beginEnrolment = defineAction(z.object({ name: PasskeyName, currentPassword: Password }), 'signed_in', (ctx, { currentPassword }) =>
  begin(ctx, { currentPassword }),
)

export const finishEnrolment = defineAction(
  z.object({ name: PasskeyName, registration: RegistrationText, confirmation: AssertionText.optional() }),
  'signed_in',
  async (ctx, input): Promise<undefined> => {
    await finish(ctx, input)
    revalidatePath('/account')
  },
)

export const renamePasskey = defineAction(z.object({ passkeyId: PasskeyId, name: PasskeyName }), 'signed_in', async (ctx, input): Promise<undefined> => {
  await rename(ctx, input)
  revalidatePath('/account')
})

export const removePasskey = defineAction(
  z.object({ passkeyId: PasskeyId, currentPassword: Password }),
  'signed_in',
  async (ctx, input): Promise<undefined> => {
    await remove(ctx, input)
    revalidatePath('/account')
  },
)
