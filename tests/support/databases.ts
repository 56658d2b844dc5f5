import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject, onTestFinished } from 'vitest'
import { withDatabase } from '@/lib/database/url'

/** One query on a connection of its own; the database of this test file unless told otherwise. */
export async function rows<R>(text: string, values: unknown[] = [], url = String(process.env.DATABASE_URL)): Promise<R[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows as R[]
  } finally {
    await client.end()
  }
}

/** An empty database, or a copy of the migrated template, dropped with the others at the end of the run. */
export async function anotherDatabase(from: 'empty' | 'template' = 'empty'): Promise<string> {
  const server = inject('databaseServer')
  const name = `${inject('databaseTemplate')}_${randomBytes(4).toString('hex')}`
  await rows(`CREATE DATABASE ${name} TEMPLATE ${from === 'empty' ? 'template0' : inject('databaseTemplate')}`, [], server)
  return withDatabase(server, name)
}

/** A login without any rights of its own; gone when the test is over. */
export async function aLogin(database: string, attributes = ''): Promise<string> {
  const server = inject('databaseServer')
  const name = `weak_${randomBytes(4).toString('hex')}`
  await rows(`CREATE ROLE ${name} LOGIN PASSWORD 'weak' ${attributes}`, [], server)
  onTestFinished(async () => {
    await rows(`DROP OWNED BY ${name}`, [], database)
    await rows(`DROP ROLE ${name}`, [], server)
  })
  return Object.assign(new URL(database), { username: name, password: 'weak' }).toString()
}
