/** The rules of direction (docs: architecture). There is no allow-list: a violation is fixed, never excused. */
const doors = ['app', 'gateway', 'worker', 'cli', 'bench']
const noun = '^lib/(actions|agents|approvals|audit|delegations|demo|groups|metrics|passkeys|policies|runs|signing|tools|users|workspaces)/'
// Pure: everything comes in as an argument.
const pure = [
  '^lib/actions/(machine|claims|hash)\\.ts$',
  '^lib/policies/(verdict|risk)\\.ts$',
  '^lib/approvals/(eligible|document|edit-fields|together)\\.ts$',
  '^lib/audit/(canonical|where|search|time|leaf|merkle|checkpoint)\\.ts$',
  '^lib/auth/permissions\\.ts$',
  '^lib/metrics/(series|period|histogram|address)\\.ts$',
  '^lib/text/',
  '^lib/strict-',
]
const database = '^(pg|@prisma/client|@prisma/adapter-pg)$|node_modules/(pg|@prisma/client|@prisma/adapter-pg)/|^lib/generated/prisma'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...doors.map((door) => ({
      name: `nothing-imports-the-${door}-door`,
      severity: 'error',
      from: { pathNot: `^(${door}|tests)/` },
      to: { path: `^${door}/` },
    })),
    { name: 'components-only-from-app', severity: 'error', from: { pathNot: '^(app|components|tests)/' }, to: { path: '^components/' } },
    {
      name: 'components-take-types-and-pure-files-of-lib',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^lib/', pathNot: [...pure, '^lib/i18n/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'lib-knows-no-framework',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/(auth|i18n)/' },
      to: { path: 'node_modules/(next|react|react-dom|next-auth|next-intl|fastify)/' },
    },
    { name: 'nouns-know-no-session', severity: 'error', from: { path: noun }, to: { path: '^lib/auth/(session|config)\\.ts$' } },
    { name: 'database-in-lib-only', severity: 'error', from: { pathNot: '^(lib|bench|tests)/' }, to: { path: database } },
    {
      name: 'pure-is-pure',
      severity: 'error',
      from: { path: pure },
      to: { path: [database, '^lib/(db|env|transact|context)\\.ts$', '^node:(?!crypto)', '^lib/audit/append'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'one-way-to-open-a-write-transaction', severity: 'error', from: { path: '^lib/', pathNot: '^lib/transact\\.ts$' }, to: { path: '^lib/audit/append\\.ts$', dependencyTypesNot: ['type-only'] } },
    // Whatever it imports on the way: no key, clock or command line reaches the verbs by which people decide.
    { name: 'only-the-desk-decides', severity: 'error', from: { path: '^(gateway|worker|cli)/' }, to: { path: '^lib/approvals/(decide|retract)\\.ts$', reachable: true } },
    { name: 'the-sdk-stands-alone', severity: 'error', from: { path: '^packages/sdk/' }, to: { path: '^(app|components|lib|gateway|worker|cli|prisma)/' } },
    { name: 'only-the-contract-of-the-sdk', severity: 'error', from: { pathNot: '^(packages/sdk|tests)/' }, to: { path: '^packages/sdk/(?!contract/)' } },
    {
      name: 'verification-stands-alone',
      comment: 'Whoever checks us needs nothing of ours but this folder: WebCrypto and one canonicalizer.',
      severity: 'error',
      from: { path: '^packages/verify/' },
      to: { pathNot: ['^packages/verify/', 'node_modules/canonicalize/'] },
    },
    { name: 'verification-is-for-whoever-checks', severity: 'error', from: { pathNot: '^(packages/verify|lib|cli|app|components|tests)/' }, to: { path: '^packages/verify/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^lib/generated' },
    exclude: { path: '(^|/)\\.next/|^data/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
