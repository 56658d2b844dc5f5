import { createHash } from 'node:crypto'
import { defineRoute } from '@/gateway/define-route'
import { readConfig } from '@/lib/agents/read-config'
import { canonical } from '@/lib/audit/canonical'
import { AgentConfig } from '@/packages/sdk/contract/config'

const matches = (header: string | undefined, etag: string) =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)

export const configRoutes = [
  defineRoute(
    {
      method: 'GET', path: '/v1/config', name: 'config', scope: 'config:read',
      summary: 'Your effective settings, tools and custom prompt. Send If-None-Match with the last ETag to poll cheaply.',
      answer: AgentConfig, problems: [],
    },
    async ({ ctx, request, reply }) => {
      const config = await readConfig(ctx)
      const etag = `"${createHash('sha256').update(canonical(config)).digest('hex').slice(0, 32)}"`
      reply.header('etag', etag).header('cache-control', 'private, no-cache')
      if (!matches(request.headers['if-none-match'], etag)) return config
      reply.code(304)
      return undefined
    },
  ),
]
