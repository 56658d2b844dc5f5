import { getTranslations } from 'next-intl/server'
import { MemberTable } from '@/components/team/member-table'
import { ButtonLink } from '@/components/ui/button'
import type { Ctx } from '@/lib/context'
import { listMembers } from '@/lib/users/queries'

export async function Members({ ctx, selfId, after }: { ctx: Ctx; selfId: string; after: string }) {
  const [{ members, next }, t] = await Promise.all([listMembers(ctx, after), getTranslations('team')])
  return (
    <>
      <MemberTable members={members} selfId={selfId} />
      {next && (
        <div className="mt-4 flex justify-end">
          <ButtonLink size="sm" href={`/team?after=${encodeURIComponent(next)}`}>
            {t('next')}
          </ButtonLink>
        </div>
      )}
    </>
  )
}
