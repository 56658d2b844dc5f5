import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

const onlyTransact = {
  group: ['@/lib/db', './db', '../db'],
  importNames: ['withTransaction', 'withOthers'],
  message: 'Only lib/transact.ts opens a write transaction.',
}
const onlyTheLog = {
  group: ['@/lib/transact', './transact', '../transact'],
  importNames: ['sequenced'],
  message: 'Only the log writes its own tree, and the worker its rollups: everything else is audited by transact().',
}
const noBarrels = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' }
const noOwnTransaction = {
  selector: "CallExpression[callee.property.name='$transaction']",
  message: 'Only lib/transact.ts opens a write transaction.',
}

const config = [
  { ignores: ['**/.next/**', 'node_modules/**', 'lib/generated/**', 'data/**', 'next-env.d.ts'] },
  ...next,
  ...typescript,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    rules: {
      'max-lines': ['error', 250],
      'no-restricted-imports': ['error', { patterns: [onlyTransact, onlyTheLog] }],
      'no-restricted-syntax': ['error', noBarrels, noOwnTransaction],
      'no-console': 'error',
      eqeqeq: 'error',
      // Speaks to users of the React compiler, which this build does not run.
      'react-hooks/incompatible-library': 'off',
    },
  },
  { files: ['lib/transact.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['lib/audit/{sequence,recount,copy-checkpoints}.ts', 'lib/metrics/roll-up.ts', 'tests/faults/support/chain.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [onlyTransact] }] } },
  { files: ['lib/db.ts'], rules: { 'no-restricted-syntax': ['error', noBarrels] } },
  { files: ['tests/**'], rules: { 'max-lines': ['error', 400], 'no-console': 'off' } },
  { files: ['cli/**'], rules: { 'no-console': 'off' } },
]

export default config
