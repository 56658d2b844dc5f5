import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rows } from '@/tests/support/databases'

interface Column {
  type: string
  nullable: boolean
}
type Tables = Record<string, Record<string, Column>>

const scalars: Record<string, string> = {
  String: 'text', Int: 'integer', BigInt: 'bigint', Boolean: 'boolean', DateTime: 'timestamp(3) without time zone', Json: 'jsonb', Bytes: 'bytea',
}
const natives: [RegExp, (size: string) => string][] = [
  [/@db\.Uuid/, () => 'uuid'],
  [/@db\.SmallInt/, () => 'smallint'],
  [/@db\.Date\b/, () => 'date'],
  [/@db\.Char\((\d+)\)/, (size) => `character(${size})`],
  [/@db\.VarChar\((\d+)\)/, (size) => `character varying(${size})`],
  [/@db\.Timestamptz\((\d+)\)/, (size) => `timestamp(${size}) with time zone`],
]

const schema = readdirSync('prisma/schema').map((file) => readFileSync(`prisma/schema/${file}`, 'utf8')).join('\n')
const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({ name, body }))

/** What the Prisma schema says every table looks like. */
function declared(): Tables {
  const relations = new Set(models.map(({ name }) => name))
  return Object.fromEntries(
    models.map(({ name, body }) => {
      const lines = body.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('@@') && !line.startsWith('//'))
      const columns = lines.flatMap((line) => {
        const [, field = '', base = '', suffix] = /^(\w+)\s+(\w+(?:\("\w+"\))?)(\?|\[\])?/.exec(line) ?? []
        if (relations.has(base)) return []
        const native = natives.map(([pattern, type]) => ({ match: pattern.exec(line), type })).find(({ match }) => match)
        const type = native ? native.type(native.match?.[1] ?? '') : (scalars[base] ?? /"(\w+)"/.exec(base)?.[1] ?? `unknown ${base}`)
        const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? field
        return [[column, { type: suffix === '[]' ? `${type}[]` : type, nullable: suffix === '?' }] as const]
      })
      return [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, Object.fromEntries(columns)]
    }),
  )
}

/** What the migrations really made. */
async function migrated(): Promise<Tables> {
  const found = await rows<{ table: string; column: string; type: string; nullable: boolean }>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`,
  )
  const tables: Tables = {}
  for (const { table, column, type, nullable } of found) (tables[table] ??= {})[column] = { type, nullable }
  return tables
}

test('the Prisma schema and the migrations name the same tables, columns, types and nullability', async () => {
  const want = await migrated()
  expect(Object.keys(want).length).toBeGreaterThan(15)
  expect(declared()).toEqual(want)
})

test('every primary key of the schema is the one of the table', async () => {
  const keys = await rows<{ table: string; columns: string[] }>(
    `SELECT conrelid::regclass::text AS table, ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k(n, at)
       JOIN pg_attribute ON attrelid = conrelid AND attnum = n ORDER BY at) AS columns
     FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace AND conrelid <> '_prisma_migrations'::regclass`,
  )
  const columnOf = (body: string, field: string) => new RegExp(`^\\s+${field}\\s.*?@map\\("(\\w+)"\\)`, 'm').exec(body)?.[1] ?? field
  const wanted = models.map(({ name, body }) => {
    const fields = /@@id\(\[([^\]]+)\]/.exec(body)?.[1]?.split(',').map((field) => field.trim()) ?? [/^\s+(\w+)\s.*@id\b/m.exec(body)?.[1] ?? '']
    return [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? name, fields.map((field) => columnOf(body, field))]
  })
  expect(Object.fromEntries(wanted)).toEqual(Object.fromEntries(keys.map(({ table, columns }) => [table, columns])))
})
