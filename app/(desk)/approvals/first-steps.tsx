import type { ReactNode } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { FirstRun } from '@/components/approvals/first-run'
import { readFirstSteps } from '@/lib/agents/queries'
import { can } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { demoStatus } from '@/lib/demo/status'
import { startDemo } from '../demo-action'

/** How to get a first question onto an empty desk; what is given once there was one, or a demo is about to ask. */
export async function FirstSteps({ ctx, otherwise }: { ctx: Ctx; otherwise?: ReactNode }) {
  const mayStart = ctx.actor.kind === 'user' && can(ctx.actor.roles, 'demo.run')
  const [{ actions }, demo] = await Promise.all([readFirstSteps(ctx), demoStatus(ctx.workspace)])
  if (actions || demo) return otherwise
  return (
    <AreaMessages areas={['approvals', 'demo']}>
      <FirstRun startDemo={mayStart ? startDemo : undefined} />
    </AreaMessages>
  )
}
