'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import type { Role } from '@/lib/context'
import { RoleBoxes } from './role-boxes'

interface RolesFormProps {
  action: FormAction
  userId: string
  roles: readonly Role[]
}

export function RolesForm({ action, userId, roles }: RolesFormProps) {
  const t = useTranslations('team')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(t('rolesSaved'))}>
      <input type="hidden" name="userId" value={userId} />
      <RoleBoxes key={roles.join()} held={roles} />
      <div>
        <SubmitButton>{t('saveRoles')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
