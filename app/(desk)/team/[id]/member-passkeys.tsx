import { getTranslations } from 'next-intl/server'
import { PasskeyList } from '@/components/account/passkey-list'
import { RemovePasskeysDialog } from '@/components/team/remove-passkeys-dialog'
import type { Ctx } from '@/lib/context'
import { listMemberPasskeys } from '@/lib/passkeys/queries'
import { removeMemberPasskeys } from './passkey-actions'

interface MemberPasskeysProps {
  ctx: Ctx
  member: { id: string; name: string }
  /** Whether the reader may end them: an admin, and not their own. */
  may: boolean
}

export async function MemberPasskeys({ ctx, member, may }: MemberPasskeysProps) {
  const [passkeys, t] = await Promise.all([listMemberPasskeys(ctx, member.id), getTranslations('team.passkeys')])
  return (
    <>
      <PasskeyList passkeys={passkeys} none={t('none')} />
      {may && passkeys.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line py-3">
          <p className="min-w-0 flex-1 basis-44 text-13 text-ink-2">{t('about')}</p>
          <RemovePasskeysDialog action={removeMemberPasskeys} userId={member.id} name={member.name} />
        </div>
      )}
    </>
  )
}
