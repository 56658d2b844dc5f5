export interface Service {
  name: string
  environment: 'dev' | 'staging' | 'prod'
  version: string
  healthy: boolean
  log: string[]
}

const names = ['checkout-api', 'search-api', 'catalog', 'payments-worker'] as const
const environments = ['dev', 'staging', 'prod'] as const

const healthyLog = ['listening on :8080', 'readiness probe ok', 'GET /healthz 200 2 ms']
const leakingLog = [
  'listening on :8080',
  'heap at 91 % of 512 MiB',
  'GET /cart 200 1840 ms',
  'event loop delayed by 640 ms',
  'readiness probe failed: timed out after 1 s',
]

/** Two of them are unwell, which is what gives the operations agents something to ask for. */
export function services(): Service[] {
  return names.flatMap((name) =>
    environments.map((environment) => {
      const unwell = (name === 'checkout-api' && environment !== 'dev') || (name === 'search-api' && environment === 'dev')
      return {
        name,
        environment,
        version: environment === 'prod' ? '4.11.2' : '4.12.0-rc.3',
        healthy: !unwell,
        log: unwell ? leakingLog : healthyLog,
      }
    }),
  )
}
