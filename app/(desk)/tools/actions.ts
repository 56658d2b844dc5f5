'use server'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { checkbox, wholeNumber } from '@/app/form-fields'
import { toolHref } from '@/components/tools/tool-href'
import { change } from '@/lib/tools/change'
import { create } from '@/lib/tools/create'
import { CreateTool, ToolFields, TOOL_NAMES } from '@/lib/tools/schema'
import { setUnknownTools } from '@/lib/workspaces/set-unknown-tools'

const { shape } = ToolFields
const blankIsNull = z.literal('').transform(() => null)
const fields = {
  description: shape.description,
  trustLevel: wholeNumber(0, 4),
  dataClass: shape.dataClass,
  reversible: checkbox(),
  amountPath: z.union([blankIsNull, shape.amountPath.unwrap()]),
  inputSchema: z.string().max(65_536).transform((text) => (text.trim() ? text : null)),
  requiredApprovals: wholeNumber(1, 10),
  reviewerGroup: z.union([blankIsNull, shape.reviewerGroup.unwrap()]),
  currency: z.string().trim().toUpperCase().transform((code) => code || null).pipe(shape.currency),
}

const CreateForm = z.object({ id: CreateTool.shape.id, name: z.string().trim().max(200), ...fields })

export const createTool = defineAction(CreateForm, 'tools.change', async (ctx, { name, ...input }) => {
  const tool = await create(ctx, { ...input, name: name || undefined })
  revalidatePath('/tools', 'layout')
  redirect(toolHref(tool.id))
})

const NAMES = Object.keys(TOOL_NAMES) as (keyof ToolFields)[]
const ChangeForm = z.object({
  toolId: CreateTool.shape.id,
  version: wholeNumber(1, 2_147_483_647),
  /** What the person touched; without JavaScript nothing says so, and every field counts. */
  changed: z.array(z.enum(NAMES)),
  name: shape.name,
  ...fields,
})

export const changeTool = defineAction(ChangeForm, 'tools.change', async (ctx, { toolId, version, changed, ...fields }) => {
  const touched = changed.length > 0 ? changed : NAMES
  try {
    await change(ctx, { toolId, version, change: Object.fromEntries(touched.map((name) => [name, fields[name]])) })
  } finally {
    // Also after a conflict, so that saving again is about what is stored now.
    revalidatePath('/tools', 'layout')
  }
})

export const changeUnknownTools = defineAction(z.object({ unknownTools: z.enum(['review', 'deny']) }), 'tools.change', async (ctx, input) => {
  await setUnknownTools(ctx, input.unknownTools)
  revalidatePath('/tools', 'layout')
})
