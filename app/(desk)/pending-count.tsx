import { requestContext } from '@/app/request-context'
import { NavCount } from '@/components/shell/nav-count'
import { countOpen } from '@/lib/approvals/queries'
import type { Session } from '@/lib/auth/session'

/** The number beside Approvals. If it cannot be read the navigation is drawn without it. */
export async function PendingCount({ session }: { session: Session }) {
  const counted = await countOpen(await requestContext(session)).catch(() => null)
  return counted && <NavCount initial={counted.open} sound={session.user.sound} />
}
