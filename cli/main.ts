import { randomUUID } from 'node:crypto'
import type { Command } from '@/cli/command'
import { UsageError } from '@/cli/command'
import { commands } from '@/cli/commands'
import { report } from '@/cli/failure'
import { overview } from '@/cli/overview'
import { parseCall, type Parsed } from '@/cli/parse'

const words = process.argv.slice(2)
const asJson = words.includes('--json')

try {
  process.exitCode = await main()
} catch (error) {
  process.exitCode = report(error, asJson)
}
// Whatever a library left open must not keep a finished command alive.
process.stdout.write('', () => process.exit())

async function main(): Promise<number> {
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((candidate) => candidate in commands)
  if (!name) {
    if (words.length > 0 && words[0] !== 'help' && words[0] !== '--help') throw new UsageError(`There is no command "${words.filter((word) => !word.startsWith('-')).join(' ')}"; \`npx countersign help\` lists them.`)
    console.log(await overview())
    return 0
  }
  const load = commands[name] as (typeof commands)[string]
  const { command } = await load()
  const parsed = parseCall(command, words.slice(name.split(' ').length))
  if (parsed.help) {
    console.log(`${command.summary}\nusage: countersign ${command.usage} [--workspace <id>] [--json]`)
    return 0
  }
  const needsDatabase = typeof command.database === 'function' ? command.database(parsed.given) : command.database
  const answer = await (needsDatabase ? onDatabase(command, parsed) : command.run(await callOf(parsed)))
  if (answer) console.log(asJson ? JSON.stringify(answer.json) : answer.text)
  return answer?.exitCode ?? 0
}

async function onDatabase(command: Command, parsed: Parsed) {
  const { leaveDatabase, enterDatabase } = await import('@/cli/database')
  const database = await enterDatabase(command.asWorker)
  try {
    const { findWorkspace } = await import('@/lib/workspaces/queries')
    if (!command.anyWorkspace && !(await findWorkspace(parsed.workspace))) {
      const { AppError } = await import('@/lib/errors')
      throw new AppError('not_found', `There is no workspace "${parsed.workspace}": make it with \`npx countersign workspace create ${parsed.workspace}\`.`)
    }
    return await command.run(await callOf(parsed))
  } finally {
    await leaveDatabase(database)
  }
}

async function callOf({ given, options, workspace, json }: Parsed) {
  const { asWorkspaceId, systemCtx } = await import('@/lib/context')
  return { given, options, json, ctx: systemCtx(asWorkspaceId(workspace), 'system:cli', randomUUID()) }
}
