import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '@/lib/database/embedded'
import { migrate } from '@/lib/database/migrate'
import { withDatabase } from '@/lib/database/url'

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string
    databaseTemplate: string
  }
}

/** One PostgreSQL for the whole run, one template migrated once; every test file copies the template. */
export default async function setup(project: TestProject) {
  const server = await testServer()
  const template = `countersign_template_${process.pid}_${project.name}`
  await onServer(server.url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${template}`)
  })
  await migrate(withDatabase(server.url, template))
  project.provide('databaseServer', server.url)
  project.provide('databaseTemplate', template)

  return async () => {
    await onServer(server.url, async (client) => {
      const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [template])
      for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
    })
    await server.stop()
  }
}

async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.DATABASE_TEST_URL
  if (given) return { url: given, stop: () => Promise.resolve() }
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-test-server-'))
  await chmod(folder, 0o711)
  const { ownerUrl, moved, stop } = await startEmbedded(folder, { durable: false })
  return {
    url: ownerUrl,
    stop: async () => {
      await stop()
      for (const used of [folder, moved]) if (used) await rm(used, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
