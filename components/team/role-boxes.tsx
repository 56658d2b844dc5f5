'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/ui/checkbox'
import { useFormState } from '@/components/ui/form-context'
import type { Role } from '@/lib/context'

const ROLES = ['reviewer', 'manager', 'admin', 'auditor'] as const satisfies readonly Role[]

/** The roles to choose from, each with what it may do. */
export function RoleBoxes({ held = [], legend }: { held?: readonly Role[]; legend?: string }) {
  const t = useTranslations('team')
  const common = useTranslations('common')
  const { result } = useFormState()
  const error = result && !result.ok ? result.fieldErrors.roles : undefined
  return (
    <fieldset className="min-w-0" aria-describedby={error ? 'roles-error' : undefined}>
      <legend className={legend ? 'mb-1.5 text-13 font-medium' : 'sr-only'}>{legend ?? t('roles')}</legend>
      {ROLES.map((role) => (
        <label key={role} className="flex items-start gap-2.5 py-1.5">
          <Checkbox name="roles" value={role} defaultChecked={held.includes(role)} className="mt-[3px]" aria-invalid={error ? true : undefined} />
          <span>
            <span className="block text-14">{common(`roles.${role}`)}</span>
            <span className="block text-13 text-ink-2">{t(`roleAbout.${role}`)}</span>
          </span>
        </label>
      ))}
      {error && (
        <p id="roles-error" className="mt-1 text-13 text-bad">
          {error}
        </p>
      )}
    </fieldset>
  )
}
