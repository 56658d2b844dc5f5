import { z } from 'zod'
import { ROLES, type Role } from '@/lib/context'

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const PersonName = z.string().trim().min(1).max(200)
export const Password = z.string().min(1).max(1024)
export const UserId = z.uuid()
export const SessionId = z.uuid()

/** At least one; a member without a role could not even sign out. Kept in the catalogue's order. */
export const Roles = z
  .array(z.enum(ROLES))
  .min(1)
  .transform((given): Role[] => ROLES.filter((role) => given.includes(role)))

export const Preferences = z.object({
  name: PersonName,
  locale: z.enum(['en', 'he']),
  theme: z.enum(['light', 'dark', 'system']),
  hotkeys: z.boolean(),
  sound: z.boolean(),
})
export type Preferences = z.infer<typeof Preferences>
