import { readFile } from 'node:fs/promises'
import { UsageError, type Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { create } from '@/lib/tools/create'
import { CreateTool } from '@/lib/tools/schema'

export const command: Command = {
  usage: 'tool create <id> [--name <name>] [--trust <L0-L4>] [--schema <file>] [--required <n>] [--group <id>]',
  summary: 'add a tool to the catalogue; without --trust it is L3',
  options: {
    name: { type: 'string' }, trust: { type: 'string', default: 'L3' },
    schema: { type: 'string' }, required: { type: 'string', default: '1' }, group: { type: 'string' },
  },
  database: true,
  async run({ given: [id], options: { name, trust, schema, required, group }, ctx }) {
    if (!/^L[0-4]$/.test(String(trust))) throw new UsageError('--trust is one of L0, L1, L2, L3 and L4')
    const inputSchema = typeof schema === 'string' ? await readText(schema) : null
    const asked = { requiredApprovals: Number(required), reviewerGroup: group ?? null }
    const tool = await create(ctx, check(CreateTool, { id, name, trustLevel: Number(String(trust).slice(1)), inputSchema, ...asked }))
    return { json: { ...tool, trust }, text: `Tool ${tool.id} is in the catalogue at ${trust}.` }
  },
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--schema: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
