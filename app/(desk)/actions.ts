'use server'
import { revalidatePath } from 'next/cache'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { localeCookie, locales } from '@/lib/i18n/locales'
import { setPreferences } from '@/lib/users/set-preferences'
import { switchWorkspace as moveTo } from '@/lib/workspaces/switch'

const Preference = z.object({
  theme: z.enum(['light', 'dark', 'system']).optional(),
  locale: z.enum(locales).optional(),
})

/** From the user menu: one choice at a time. The cookie keeps the language for the sign-in page. */
export const savePreference = defineAction(Preference, 'signed_in', async (ctx, chosen): Promise<undefined> => {
  await setPreferences(ctx, chosen)
  if (!chosen.locale) return
  const jar = await cookies()
  jar.set(localeCookie, chosen.locale, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
  revalidatePath('/', 'layout')
})

export const switchWorkspace = defineAction(
  z.object({ workspace: z.string().min(1).max(200) }),
  'signed_in',
  async (ctx, { workspace }): Promise<undefined> => {
    await moveTo(ctx, { workspaceId: workspace })
    redirect('/')
  },
)
