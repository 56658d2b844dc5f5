'use server'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { revokeSession } from '@/lib/users/revoke-session'

export const signOut = defineAction(z.object({}), 'password_change', async (ctx, _input, { sessionId }): Promise<undefined> => {
  await revokeSession(ctx, { sessionId })
  ;(await cookies()).delete({ name: sessionCookie.name, ...sessionCookie.options })
  redirect('/sign-in')
})
