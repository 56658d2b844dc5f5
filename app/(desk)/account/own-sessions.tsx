import { RevokeOthersButton } from '@/components/account/revoke-others-button'
import { SessionList } from '@/components/account/session-list'
import type { FormAction } from '@/components/ui/action-result'
import type { Session } from '@/lib/auth/session'
import type { Ctx } from '@/lib/context'
import { listOwnSessions } from '@/lib/users/queries'

interface OwnSessionsProps {
  ctx: Ctx
  session: Session
  revoke: FormAction
  revokeOthers: FormAction
}

export async function OwnSessions({ ctx, session, revoke, revokeOthers }: OwnSessionsProps) {
  const sessions = await listOwnSessions(ctx)
  return (
    <>
      <SessionList
        sessions={sessions}
        currentId={session.sessionId}
        revoke={revoke}
        showWorkspace={session.workspaces.length > 1}
      />
      {sessions.length > 1 && <RevokeOthersButton action={revokeOthers} />}
    </>
  )
}
