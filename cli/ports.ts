import { createServer } from 'node:net'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Throws a sentence that names the setting when a port cannot be had; before anything was started. */
export async function requireFree(setting: 'PORT' | 'GATEWAY_PORT', port: number): Promise<void> {
  const code = await tryPort(port)
  if (!code) return
  const reason = code === 'EACCES' ? 'may not be used by this user' : 'is in use'
  throw new AppError('unavailable', `Port ${port} ${reason}: free it, or choose another with ${setting}=${port + 100} npm start.`)
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EUNKNOWN'))
    probe.listen(port, env.LISTEN_ADDRESS, () => probe.close(() => resolve(undefined)))
  })
}
