import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { closeVoidedBatch } from '@/lib/actions/close-overdue'

const Payload = z.object({ workspace: z.string(), tool: z.string() })

/** A tool's schema changed: what was asked under the old one and has not started is void. */
export const voidActions: Task = async (payload) => {
  const { workspace, tool } = Payload.parse(payload)
  while ((await closeVoidedBatch(workspace, tool)) > 0);
}
