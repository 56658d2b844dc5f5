import { getTranslations } from 'next-intl/server'
import { Timestamp } from '@/components/ui/time'
import { DelegationForm } from '@/components/account/delegation-form'
import type { Ctx } from '@/lib/context'
import { delegateChoices, ownDelegation, standingInFor } from '@/lib/delegations/queries'
import { createDelegation, endOwnDelegation } from './delegation-actions'

/** Who stands in for the reader, and for whom the reader does. */
export async function OwnDelegation({ ctx }: { ctx: Ctx }) {
  const [t, own, choices, others] = await Promise.all([getTranslations('account.delegation'), ownDelegation(ctx), delegateChoices(ctx), standingInFor(ctx)])
  const current = own && { name: own.name, startsAt: own.startsAt.getTime(), endsAt: own.endsAt.getTime() }
  return (
    <>
      <DelegationForm choices={choices} current={current} create={createDelegation} end={endOwnDelegation} />
      {others.length > 0 && (
        <ul className="m-0 mt-4 list-none p-0 text-13 text-ink-2">
          {others.map(({ id, name, endsAt }) => (
            <li key={id}>{t.rich('for', { name, b: (text) => <b className="font-medium text-ink"><bdi>{text}</bdi></b>, until: () => <Timestamp at={endsAt} /> })}</li>
          ))}
        </ul>
      )}
    </>
  )
}
