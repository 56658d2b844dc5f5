import { ZodError } from 'zod'
import { AppError } from '@/lib/errors'
import { UsageError } from '@/cli/command'

export interface Failure {
  code: string
  message: string
  exitCode: 1 | 2
}

/** One plain sentence; the stack is for those who ask for it with LOG_LEVEL=debug. */
export function asFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 'usage', message: error.message, exitCode: 2 }
  if (error instanceof AppError) {
    const fields = error.more.errors?.map(({ path, message }) => `${path.replace(/^\//, '')}: ${message}`).join('; ')
    return { code: error.code, message: fields ? `${error.detail} (${fields})` : error.detail, exitCode: 1 }
  }
  if (error instanceof ZodError) {
    const settings = error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`).join(', ')
    return { code: 'invalid', message: `A setting makes no sense: ${settings}.`, exitCode: 1 }
  }
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return { code: 'internal', message: `Something unexpected went wrong: ${reason}. LOG_LEVEL=debug shows where.`, exitCode: 1 }
}

export function report(error: unknown, asJson: boolean): 1 | 2 {
  const { code, message, exitCode } = asFailure(error)
  if (asJson) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`)
  else process.stderr.write(`${message}\n`)
  if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  return exitCode
}
