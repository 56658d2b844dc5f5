import type { Client, Connection, Submittable } from 'pg'

export type Cell = string | number | boolean | Date | null | undefined
/** A row by its columns; what is missing is null. */
export type Row = Record<string, Cell>

const SPECIAL = /[\\\n\r\t]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function field(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N'
  if (typeof cell === 'string') return SPECIAL.test(cell) ? cell.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found) : cell
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  return String(cell)
}

/** Rows as COPY's text format has them. */
export const lines = (columns: readonly string[], rows: readonly Row[]): string =>
  rows.map((row) => `${columns.map((column) => field(row[column])).join('\t')}\n`).join('')

type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** `pg` speaks the protocol of COPY and offers no call for it. */
class CopyIn implements Submittable {
  private failure: Error | undefined
  constructor(
    private readonly text: string,
    private readonly data: string,
    private readonly done: (error?: Error) => void,
  ) {}
  submit = (connection: Connection) => connection.query(this.text)
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.data, 'utf8'))
    connection.endCopyFrom()
  }
  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.failure = error
    this.done(error)
  }
  handleReadyForQuery(): void {
    if (!this.failure) this.done()
  }
}

/** Names in `table` and `columns` are the caller's own, never data. */
export async function copyIn(client: Client, table: string, columns: readonly string[], rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const quoted = columns.map((column) => `"${column}"`).join(', ')
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(`COPY ${table} (${quoted}) FROM STDIN`, lines(columns, rows), (error) => (error ? reject(error) : resolve())))
  })
}
