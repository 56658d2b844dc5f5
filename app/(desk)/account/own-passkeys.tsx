import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import { AddPasskey } from '@/components/account/add-passkey'
import { deviceOf } from '@/components/account/device'
import { PasskeyList } from '@/components/account/passkey-list'
import { RemovePasskey } from '@/components/account/remove-passkey'
import { RenamePasskey } from '@/components/account/rename-passkey'
import type { Ctx } from '@/lib/context'
import { listOwnPasskeys } from '@/lib/passkeys/queries'
import { relyingParty } from '@/lib/passkeys/relying-party'
import { beginEnrolment, finishEnrolment, removePasskey, renamePasskey } from './passkey-actions'

export async function OwnPasskeys({ ctx, email }: { ctx: Ctx; email: string }) {
  const [passkeys, t, sent] = await Promise.all([listOwnPasskeys(ctx), getTranslations('account'), headers()])
  const device = deviceOf(sent.get('user-agent'))
  const { possible, origin } = relyingParty()
  return (
    <>
      <PasskeyList
        passkeys={passkeys}
        none={t('passkeys.none')}
        controls={({ id, name }) => (
          <>
            <RenamePasskey key={name} action={renamePasskey} id={id} name={name} />
            {passkeys.length > 1 && <RemovePasskey action={removePasskey} id={id} name={name} email={email} />}
          </>
        )}
      />
      {passkeys.length === 1 && <p className="mt-1 text-13 text-ink-2">{t('passkeys.last')}</p>}
      <div className="mt-4">
        {possible ? (
          <AddPasskey
            begin={beginEnrolment}
            finish={finishEnrolment}
            email={email}
            device={device ? t('sessions.device', device) : ''}
            confirms={passkeys.length > 0}
          />
        ) : (
          <p className="rounded-card bg-warn-soft px-3.5 py-2.5 text-13 text-ink">{t('passkeys.impossible', { origin })}</p>
        )}
      </div>
    </>
  )
}
