import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { UsageError, type Command } from '@/cli/command'

export interface Parsed {
  given: string[]
  options: Record<string, string | boolean | undefined>
  workspace: string
  json: boolean
  help: boolean
}

/** The words after the command, checked against its usage line: `key create <agent> [--name <name>]`, `audit verify [<bundle>]`. */
export function parseCall(command: Command, words: string[]): Parsed {
  const usage = `usage: countersign ${command.usage}`
  const most = command.usage.match(/(?<!--[a-z-]+ )<[^>]+>/g)?.length ?? 0
  const least = most - (command.usage.match(/\[<[^>]+>\]/g)?.length ?? 0)
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        ...command.options,
        workspace: { type: 'string', default: 'default' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const { workspace, json, help, ...options } = values as Record<string, string | boolean | undefined>
    if (!help && (positionals.length < least || positionals.length > most)) throw new UsageError(usage)
    return { given: positionals, options, workspace: String(workspace), json: json === true, help: help === true }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${(error as Error).message.split('. To specify')[0]}; ${usage}`)
  }
}

/** What was typed, as the verb wants it; anything else is wrong usage. */
export function check<T>(schema: z.ZodType<T>, typed: unknown): T {
  const result = schema.safeParse(typed)
  if (result.success) return result.data
  throw new UsageError(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
