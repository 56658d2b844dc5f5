import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { asRole, withDatabase } from '@/lib/database/url'

// Runs before each test file is loaded: its own database, and an environment that points at it.
const server = inject('databaseServer')
const template = inject('databaseTemplate')
const name = `${template}_${randomBytes(4).toString('hex')}`

const client = new Client({ connectionString: server })
await client.connect()
await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
await client.end()

const owner = withDatabase(server, name)
Object.assign(process.env, {
  DATABASE_URL: owner,
  DATABASE_APP_URL: asRole(owner, 'countersign_app'),
  DATABASE_WORKER_URL: asRole(owner, 'countersign_worker'),
  DATA_DIR: mkdtempSync(path.join(tmpdir(), 'countersign-test-')),
  NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
  NEXTAUTH_URL: 'http://localhost:3000',
  LOG_LEVEL: 'silent',
  // No sequencer runs beside most tests; those that are about it say so.
  LOG_LATE_S: '3600',
})
