'use server'
import { revalidatePath } from 'next/cache'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { checkbox } from '@/app/form-fields'
import { localeCookie } from '@/lib/i18n/locales'
import { revokeOtherSessions as revokeOthers } from '@/lib/users/revoke-other-sessions'
import { revokeSession as revoke } from '@/lib/users/revoke-session'
import { Preferences, SessionId } from '@/lib/users/schema'
import { setPreferences } from '@/lib/users/set-preferences'

export const saveProfile = defineAction(
  Preferences.extend({ hotkeys: checkbox(), sound: checkbox() }),
  'signed_in',
  async (ctx, wanted): Promise<undefined> => {
    await setPreferences(ctx, wanted)
    const jar = await cookies()
    jar.set(localeCookie, wanted.locale, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    revalidatePath('/', 'layout')
  },
)

export const revokeSession = defineAction(z.object({ sessionId: SessionId }), 'signed_in', async (ctx, input): Promise<undefined> => {
  await revoke(ctx, input)
  revalidatePath('/account')
})

export const revokeOtherSessions = defineAction(z.object({}), 'signed_in', async (ctx): Promise<undefined> => {
  await revokeOthers(ctx)
  revalidatePath('/account')
})
