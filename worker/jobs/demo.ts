import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { closeLostDemos } from '@/lib/demo/close-lost'
import { performDemo } from '@/lib/demo/perform'
import { env } from '@/lib/env'

const Payload = z.object({ workspace: z.string(), id: z.uuid() })
const gatewayUrl = env.GATEWAY_URL?.replace(/\/+$/, '') ?? `http://127.0.0.1:${env.GATEWAY_PORT}`

/** Plays the demo for as long as it lasts; ends early, and cleanly, when this worker stops. */
export const demo: Task = async (payload, { abortSignal, logger }) => {
  await performDemo(Payload.parse(payload), {
    gatewayUrl,
    signal: abortSignal,
    onError: (error) => logger.warn(`demo: ${error instanceof Error ? error.message : String(error)}`),
  })
}

/** Every few seconds: one look at a small table. */
export const closeLost = () => closeLostDemos(gatewayUrl)
