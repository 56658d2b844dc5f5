import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import { openapi } from '@/gateway/openapi'
import { measure } from '@/gateway/metrics/measure'
import { METRICS, registerScrape } from '@/gateway/metrics/scrape'
import { drainOnClose } from '@/gateway/plugins/drain'
import { mapErrors, sendError } from '@/gateway/plugins/errors'
import { answerClientError, setHeaders } from '@/gateway/plugins/headers'
import { keepBytes, MAX_BODY } from '@/gateway/plugins/strict-json'
import { actionRoutes } from '@/gateway/routes/actions'
import { configRoutes } from '@/gateway/routes/config'
import { eventRoute } from '@/gateway/routes/events'
import { registerHealth } from '@/gateway/routes/health'
import { KEY_SET, registerWellKnown } from '@/gateway/routes/well-known'
import { env } from '@/lib/env'
import { newId } from '@/lib/ids'

const routes = [...actionRoutes, eventRoute, ...configRoutes]
const specs = routes.map(({ spec }) => spec)
const PUBLIC = ['/v1/openapi.json', '/healthz', '/readyz', KEY_SET, ...(env.METRICS_TOKEN ? [METRICS] : [])]

/** The agents' door, not yet listening. `close()` ends open long polls with what they know. */
export function createGateway(logger: FastifyServerOptions['logger'] = false): FastifyInstance {
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY,
    genReqId: newId,
    requestIdHeader: false,
    http: { requireHostHeader: false }, // else Node answers by itself, without a request id
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  })
  setHeaders(app)
  keepBytes(app)
  mapErrors(app, methodsOf)
  const registry = measure(app)
  registerHealth(app)
  if (env.METRICS_TOKEN) registerScrape(app, registry, env.METRICS_TOKEN)
  registerWellKnown(app)
  const document = openapi(specs)
  app.get('/v1/openapi.json', () => document)
  const closing = drainOnClose(app)
  for (const route of routes) route.register(app, closing)
  return app
}

const patterns = specs.map(({ path, method }) => ({ method, pattern: new RegExp(`^${path.replace('{id}', '[^/]+')}$`) }))

function methodsOf(path: string): string[] {
  const methods = PUBLIC.includes(path) ? ['GET'] : patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods
}
