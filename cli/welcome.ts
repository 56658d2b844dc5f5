import type { FirstAdmin } from '@/lib/users/first-admin'

interface Started {
  desk: string
  gateway: string
  database: string
  seconds: number
  admin: FirstAdmin
}

/** What a newcomer needs after `npm start`, and nothing else. */
export function welcome({ desk, gateway, database, seconds, admin }: Started): string {
  const signIn = admin.oneTimePassword
    ? ['', `  Sign in as ${admin.email} with the one-time password`, '', `      ${admin.oneTimePassword}`, '', '  It is shown only now and works once: you choose your own right after.']
    : ['', `  Sign in as ${admin.email}${admin.created ? ' with the password of COUNTERSIGN_ADMIN_PASSWORD' : ''}.`]
  return [
    '',
    `Countersign is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Desk      ${desk}   people decide here`,
    `  Gateway   ${gateway}   agents ask here`,
    `  Database  ${database}`,
    ...signIn,
    '',
    '  Try next, in another terminal:',
    '      npx countersign demo                      a shop with ten agents that really ask',
    '      npx countersign agent create my-agent     or your own agent …',
    '      npx countersign key create my-agent       … and its key',
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n')
}
