import type { SchemaRule } from '@/lib/tools/schema-rule'
import { PROBLEMS, type ProblemCode } from '@/packages/sdk/contract/problem'

export interface FieldError {
  /** JSON pointer into the input, such as `/args/amount_cents`. */
  path: string
  message: string
  /** The rule of a JSON Schema that it breaks, to be said in the reader's language. */
  rule?: SchemaRule
}

/** A refusal with a code of the closed set. `detail` is one plain sentence for the person or agent that asked. */
export class AppError extends Error {
  readonly status: number

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: { errors?: FieldError[]; state?: string; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: more.cause })
    this.name = 'AppError'
    this.status = PROBLEMS[code].status
  }
}

/** Not an error: the stored answer of an earlier request with the same Idempotency-Key. */
export class IdempotentReplay extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super('replay of a stored answer')
    this.name = 'IdempotentReplay'
  }
}

export const notFound = (what: string) => new AppError('not_found', `No such ${what} here.`)
