import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { ownId } from '@/lib/users/own-id'
import type { Preferences } from '@/lib/users/schema'
import { transact, unchanged } from '@/lib/transact'

const READ = 'SELECT name, locale, theme, hotkeys, sound FROM users WHERE id = $1 FOR NO KEY UPDATE'
const FIELDS = ['name', 'locale', 'theme', 'hotkeys', 'sound'] as const

/** One's own name, language, theme, keyboard shortcuts and sound, in every workspace; what is not given stays. */
export function setPreferences(ctx: Ctx, given: Partial<Preferences>): Promise<void> {
  return transact(ctx, 'account.change', async (tx) => {
    const id = ownId(ctx)
    const [old] = await tx.sql<Omit<Preferences, 'locale'> & { locale: string | null }>(READ, [id])
    if (!old) throw notFound('person')
    const wanted = { ...old, ...given }
    const changes = FIELDS.filter((field) => old[field] !== wanted[field])
      .map((field) => ({ field, old: old[field], new: wanted[field] }))
    if (!changes.length) return unchanged(undefined)
    await tx.db.user.update({ where: { id }, data: wanted })
    return { value: undefined, audit: [{ kind: 'auth', event: 'account.preferences_changed', changes }] }
  })
}
