import { readHeld } from '@/lib/actions/queries'
import type { Ctx } from '@/lib/context'
import { waitFor } from '@/lib/live/wait'
import type { ActionView } from '@/packages/sdk/contract/actions'

/** The action once it is decided and startable, or as it stands when time is up. Throws when the key is revoked. */
export async function settled(ctx: Ctx, id: string, seconds: number, signal: AbortSignal): Promise<ActionView> {
  const { action } = await waitFor({
    read: () => readHeld(ctx, id),
    settled: ({ action, held }) => action.state !== 'pending' && !held,
    due: ({ action }) => toDate(action.state === 'pending' ? action.approval?.expires_at : action.startable_at),
    wants: (news) =>
      news.workspace === ctx.workspace &&
      (news.actionId === id || (news.event === 'key.revoked' && news.agentId === ctx.actor.id)),
    timeoutMs: seconds * 1000,
    signal,
  })
  return action
}

const toDate = (at: string | null | undefined) => (at ? new Date(at) : null)
