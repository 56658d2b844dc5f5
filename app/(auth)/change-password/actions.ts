'use server'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { AppError } from '@/lib/errors'
import { changePassword as change } from '@/lib/users/change-password'
import { Password } from '@/lib/users/schema'

const Form = z.object({ currentPassword: Password.optional(), newPassword: Password, newPasswordAgain: Password })

/** From the account page, and the only thing a one-time password is good for. */
export const changePassword = defineAction(Form, 'password_change', async (ctx, input, { user }): Promise<undefined> => {
  if (input.newPassword !== input.newPasswordAgain) {
    throw new AppError('invalid', 'The two passwords differ.', {
      errors: [{ path: '/newPasswordAgain', message: 'passwords_differ' }],
    })
  }
  await change(ctx, input)
  if (user.mustChangePassword) redirect('/')
  revalidatePath('/account')
})
