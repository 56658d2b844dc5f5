/** The same login under another role, in UTC: what DATABASE_APP_URL and DATABASE_WORKER_URL default to. */
export function asRole(databaseUrl: string, role: string): string {
  return withOptions(databaseUrl, `-c role=${role} -c TimeZone=UTC`)
}

export function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.toString()
}

/** Where it points, without the password: for messages. */
export function describeUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  return `${url.username ? `${url.username}@` : ''}${url.hostname || url.searchParams.get('host') || 'localhost'}:${url.port || '5432'}${url.pathname}`
}

function withOptions(databaseUrl: string, added: string): string {
  const url = new URL(databaseUrl)
  const before = url.searchParams.get('options')
  url.searchParams.delete('options')
  // URLSearchParams would write a space as "+", which not every driver reads back.
  const options = encodeURIComponent(before ? `${before} ${added}` : added)
  url.search = url.search ? `${url.search}&options=${options}` : `?options=${options}`
  return url.toString()
}
