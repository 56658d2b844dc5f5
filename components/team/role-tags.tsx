import { useTranslations } from 'next-intl'
import { Tag } from '@/components/ui/tag'
import type { Role } from '@/lib/context'

export function RoleTags({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations('common.roles')
  return (
    <span className="flex flex-wrap gap-1">
      {roles.map((role) => (
        <Tag key={role} tone={role === 'admin' ? 'accent' : 'neutral'}>
          {t(role)}
        </Tag>
      ))}
    </span>
  )
}
