import type { PrismaClient } from '@/lib/generated/prisma/client'

export type Sql = <R>(text: string, values?: readonly unknown[]) => Promise<R[]>

export interface Tx {
  /** Prisma on the transaction's connection, one statement a call. */
  db: Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]
  /** Prepared SQL on the same connection. */
  sql: Sql
  /** The same for a write that nobody needs the answer of: it does not wait, and if it fails the commit fails with its error. Rows of a `perRow` statement travel together. */
  send: (text: string, values?: readonly unknown[]) => void
  /** Asks, and the work goes on: nothing asked later is answered and nothing commits unless `check` accepts the rows. It throws to refuse. */
  guard: <R>(text: string, values: readonly unknown[], check: (rows: Promise<R[]>, sql: Sql) => Promise<void>) => void
}
