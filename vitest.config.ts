import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

// The full sizes take minutes each; see tests/faults/support/size.ts.
const faultsTimeout = process.env.FAULTS === 'full' ? 3_600_000 : 300_000
// Long enough for a busy machine: a test fails by what it finds, not by how long it took.
const setup = ['tests/support/console.ts']
const onDatabase = {
  globalSetup: ['tests/support/database-server.ts'],
  setupFiles: [...setup, 'tests/support/database.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  resolve: { alias: { '@': path.resolve('.') } },
  test: {
    // Two files at a time even on two cores: they wait for processes and the database more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], setupFiles: setup, testTimeout: 60_000 } },
      { extends: true, test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...onDatabase } },
      {
        extends: true,
        test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], ...onDatabase, fileParallelism: false, testTimeout: faultsTimeout, hookTimeout: faultsTimeout },
      },
      { extends: true, test: { name: 'api', include: ['tests/api/**/*.test.ts'], ...onDatabase } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: process.env.LIGHTHOUSE ? [] : ['tests/e2e/lighthouse.test.ts'],
          ...onDatabase,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
