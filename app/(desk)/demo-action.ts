'use server'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { startDemo as start } from '@/lib/demo/start'
import { stopDemo as stop } from '@/lib/demo/stop'
import { switchWorkspace } from '@/lib/workspaces/switch'

const Nothing = z.object({})

/** Starts the demo and takes this browser to its workspace, where the progress shows. */
export const startDemo = defineAction(Nothing, 'demo.run', async (ctx): Promise<undefined> => {
  const { workspace } = await start(ctx)
  await switchWorkspace(ctx, { workspaceId: workspace })
  revalidatePath('/', 'layout')
  redirect('/approvals')
})

export const stopDemo = defineAction(Nothing, 'demo.run', async (ctx): Promise<undefined> => {
  await stop(ctx)
  revalidatePath('/approvals', 'layout')
})
