import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Suspense, type ReactNode } from 'react'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { signInAddress } from '@/app/next-page'
import { visiblePages } from '@/app/start-page'
import { Away } from '@/components/shell/away'
import { Shell } from '@/components/shell/shell'
import { awayCookie } from '@/lib/auth/away'
import { can } from '@/lib/auth/permissions'
import { currentSession } from '@/lib/auth/session'
import { savePreference, switchWorkspace } from './actions'
import { LogNotice } from './log-notice'
import { PendingCount } from './pending-count'

/** The signed-in frame. Pages check permissions themselves with requirePage(). */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  if (!session) redirect(signInAddress(await headers()))
  return (
    <>
      <Away cookie={awayCookie} />
      <Shell
        pages={visiblePages(session.roles)}
        pending={
          <Suspense>
            <PendingCount session={session} />
          </Suspense>
        }
        notice={
          can(session.roles, 'audit.export') && (
            <Suspense>
              <LogNotice workspace={session.workspace.id} />
            </Suspense>
          )
        }
        user={{ name: session.user.name, email: session.user.email, savePreference, signOut }}
        workspace={{ current: session.workspace, workspaces: session.workspaces, switchWorkspace }}
      >
        {children}
      </Shell>
    </>
  )
}
