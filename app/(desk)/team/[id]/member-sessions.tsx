import { SessionList } from '@/components/account/session-list'
import type { Ctx } from '@/lib/context'
import { listMemberSessions } from '@/lib/users/queries'
import { revokeMemberSession } from '../actions'

interface MemberSessionsProps {
  ctx: Ctx
  userId: string
  currentId: string
  may: boolean
}

export async function MemberSessions({ ctx, userId, currentId, may }: MemberSessionsProps) {
  const sessions = await listMemberSessions(ctx, userId)
  return <SessionList sessions={sessions} currentId={currentId} userId={userId} revoke={may ? revokeMemberSession : undefined} />
}
