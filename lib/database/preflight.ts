import { Client } from 'pg'
import { describeUrl } from '@/lib/database/url'
import { AppError } from '@/lib/errors'

const roles = ['countersign_app', 'countersign_worker', 'countersign_eraser']

interface Found {
  version: number
  encoding: string
  login: string
  database: string
  superuser: boolean
  makes_roles: boolean
  creates_schemas: boolean
  creates_tables: boolean
  missing: string[]
  not_member: string[]
}

/** Throws one sentence about why this server cannot be used as it is, with what to do or the SQL to run. */
export async function preflight(ownerUrl: string): Promise<void> {
  const found = await look(ownerUrl)
  const where = describeUrl(ownerUrl)
  if (found.version < 150000) throw unavailable(`PostgreSQL at ${where} is version ${Math.trunc(found.version / 10000)}: Countersign needs 15 or later.`)
  if (found.encoding !== 'UTF8') throw unavailable(`The database at ${where} is encoded as ${found.encoding}: create one WITH ENCODING 'UTF8' TEMPLATE template0.`)
  const sql = missingRights(found)
  if (sql.length > 0) throw unavailable(`The login ${found.login} has too few rights on ${where}: let an administrator of that server run  ${sql.join(' ')}`)
}

function missingRights(found: Found): string[] {
  if (found.superuser) return []
  const login = quote(found.login)
  const sql: string[] = []
  if (!found.makes_roles) {
    sql.push(...found.missing.map((role) => `CREATE ROLE ${role} NOLOGIN;`))
    const grants = [...found.missing, ...found.not_member]
    if (grants.length > 0) sql.push(`GRANT ${grants.join(', ')} TO ${login};`)
  } else if (found.not_member.length > 0) sql.push(`GRANT ${found.not_member.join(', ')} TO ${login};`)
  if (!found.creates_schemas) sql.push(`GRANT CREATE ON DATABASE ${quote(found.database)} TO ${login};`)
  if (!found.creates_tables) sql.push(`GRANT USAGE, CREATE ON SCHEMA public TO ${login};`)
  return sql
}

async function look(ownerUrl: string): Promise<Found> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000, application_name: 'countersign-preflight' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const version = Number((await client.query<{ v: string }>(`SELECT current_setting('server_version_num') AS v`)).rows[0]?.v)
    // Since 16 a membership may come without the right to act as the role.
    const kind = version >= 160000 ? 'SET' : 'MEMBER'
    const { rows } = await client.query<Found>(
      `SELECT current_setting('server_encoding') AS encoding, current_user AS login, current_database() AS database,
         r.rolsuper AS superuser, r.rolcreaterole AS makes_roles,
         has_database_privilege(current_database(), 'CREATE') AS creates_schemas,
         has_schema_privilege('public', 'CREATE') AS creates_tables,
         ARRAY(SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)) AS missing,
         ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY ($1) AND NOT pg_has_role(oid, $2)) AS not_member
       FROM pg_roles r WHERE r.rolname = current_user`,
      [roles, kind],
    )
    if (!rows[0]) throw new Error('no answer')
    return { ...rows[0], version }
  } catch (error) {
    throw unreachable(error, describeUrl(ownerUrl))
  } finally {
    await client.end().catch(() => undefined)
  }
}

function unreachable(error: unknown, where: string): AppError {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const database = where.split('/')[1]
  const said: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${where}: start PostgreSQL there, or correct DATABASE_URL.`,
    ENOTFOUND: `The host of ${where} is unknown: correct DATABASE_URL.`,
    '28P01': `PostgreSQL at ${where} refused the user or password: correct DATABASE_URL.`,
    '28000': `PostgreSQL at ${where} does not let this user in: correct DATABASE_URL or its pg_hba.conf.`,
    '3D000': `There is no such database at ${where}: create it with  CREATE DATABASE ${quote(database ?? '')};`,
  }
  const detail = said[code] ?? `PostgreSQL at ${where} cannot be used (${message || code}): correct DATABASE_URL, or unset it to use the built-in one.`
  return new AppError('unavailable', detail, { cause: error })
}

const quote = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
const unavailable = (detail: string) => new AppError('unavailable', detail)
