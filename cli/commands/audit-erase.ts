import { UsageError, type Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { erase, Erasure } from '@/lib/audit/erase'

export const command: Command = {
  usage: 'audit erase --reason <why> [--client <id>] [--action <id>] [--entry <id>]',
  summary: "blank what the log recorded of a customer, an action or one entry; the log's proofs still hold",
  options: { client: { type: 'string' }, action: { type: 'string' }, entry: { type: 'string' }, reason: { type: 'string' } },
  database: true,
  asWorker: true,
  async run({ options: { client, action, entry, reason }, ctx }) {
    const [target, ...more] = Object.entries({ clientId: client, actionId: action, entryId: entry }).filter(([, id]) => id !== undefined)
    if (!target || more.length > 0) throw new UsageError('one of --client, --action and --entry says whose payloads to erase')
    if (!reason) throw new UsageError('--reason is required: the log keeps it')
    const entries = await erase(ctx, check(Erasure, { [target[0]]: target[1], reason }))
    const text = entries === 0 ? 'Nothing to erase: no such entries hold payloads.' : `The payloads of ${entries} entries are erased. The actions and approvals themselves are not part of the log and are as they were.`
    return { json: { entries }, text }
  },
}
