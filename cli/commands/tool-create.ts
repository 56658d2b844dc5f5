import { UsageError, type Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { create } from '@/lib/tools/create'
import { CreateTool } from '@/lib/tools/schema'

export const command: Command = {
  usage: 'tool create <id> [--name <name>] [--trust <L0-L4>]',
  summary: 'add a tool to the catalogue; without --trust it is L3',
  options: { name: { type: 'string' }, trust: { type: 'string', default: 'L3' } },
  database: true,
  async run({ given: [id], options: { name, trust }, ctx }) {
    if (!/^L[0-4]$/.test(String(trust))) throw new UsageError('--trust is one of L0, L1, L2, L3 and L4')
    const tool = await create(ctx, check(CreateTool, { id, name, trustLevel: Number(String(trust).slice(1)) }))
    return { json: { ...tool, trust }, text: `Tool ${tool.id} is in the catalogue at ${trust}.` }
  },
}
