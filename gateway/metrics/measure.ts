import type { FastifyInstance } from 'fastify'
import { Registry } from '@/gateway/metrics/registry'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const SUBMIT = '/v1/actions'

/** Counts what passes this gateway, under the address as it is documented: never a path, a key or a workspace somebody sent. */
export function measure(app: FastifyInstance): Registry {
  const registry = new Registry()
  const requests = registry.counter('countersign_http_requests_total', 'Requests answered, by documented address, method and status.')
  const seconds = registry.histogram('countersign_http_request_duration_seconds', 'Time to the end of the answer; reads with ?wait= include their wait.', SECONDS)
  const actions = registry.counter('countersign_actions_total', 'Actions submitted here, by verdict. No replays, no dry runs.')

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    const method = route === 'unknown' ? 'any' : request.method
    requests.add({ route, method, status: String(reply.statusCode) })
    seconds.observe({ route, method }, reply.elapsedTime / 1000)
    done()
  })
  app.addHook('preSerialization', (request, reply, payload, done) => {
    // A replayed answer is text by now and does not come here.
    if (request.method === 'POST' && request.routeOptions.url === SUBMIT && reply.statusCode === 201) {
      const { dry_run: dry, verdict } = payload as { dry_run: boolean; verdict: { effect: string } }
      if (!dry) actions.add({ verdict: verdict.effect })
    }
    done(null, payload)
  })
  return registry
}
