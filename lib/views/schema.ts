import { z } from 'zod'

export const ViewId = z.uuid()
export const SaveView = z.object({ name: z.string().trim().min(1).max(80), address: z.string().max(2000), shared: z.boolean() })
export type SaveView = z.infer<typeof SaveView>
