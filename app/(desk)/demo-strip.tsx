import { AreaMessages } from '@/app/area-messages'
import { DemoStrip as Strip } from '@/components/demo/lazy-demo-strip'
import { can } from '@/lib/auth/permissions'
import type { Session } from '@/lib/auth/session'
import { demoStatus } from '@/lib/demo/status'
import { startDemo, stopDemo } from './demo-action'

/** In the demo's workspace: how far it is, what to click, how to stop it. Nothing anywhere else. */
export async function DemoStrip({ session }: { session: Session }) {
  const demo = await demoStatus(session.workspace.id)
  if (!demo) return null
  const mayRun = can(session.roles, 'demo.run')
  return (
    <AreaMessages areas={['demo']}>
      <Strip demo={demo} startDemo={mayRun ? startDemo : undefined} stopDemo={mayRun ? stopDemo : undefined} />
    </AreaMessages>
  )
}
