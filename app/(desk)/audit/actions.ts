'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { checkbox } from '@/app/form-fields'
import { removeView as remove } from '@/lib/views/remove'
import { saveView as save } from '@/lib/views/save'
import { SaveView, ViewId } from '@/lib/views/schema'
import { viewAddress } from './search-params'

export const saveView = defineAction(
  z.object({ name: SaveView.shape.name, address: z.string().max(4000), shared: checkbox() }),
  'views.change',
  async (ctx, { address, ...view }) => {
    await save(ctx, { ...view, address: viewAddress(address) })
    revalidatePath('/audit')
  },
)

export const removeView = defineAction(z.object({ viewId: ViewId }), 'views.change', async (ctx, { viewId }) => {
  await remove(ctx, viewId)
  revalidatePath('/audit')
})
