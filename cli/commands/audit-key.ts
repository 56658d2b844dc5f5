import type { Command } from '@/cli/command'
import { logKeys } from '@/lib/audit/log-keys'
import { registerKeys } from '@/lib/signing/register'
import { formatKey } from '@/packages/verify/note'

export const command: Command = {
  usage: 'audit key',
  summary: 'the public key that checks the audit log: give it to whoever is to verify',
  database: true,
  anyWorkspace: true,
  async run() {
    await registerKeys()
    const [key = '', ...retired] = (await logKeys()).map(formatKey)
    const before = retired.length > 0 ? `\n\nRetired, for what was signed before:\n${retired.join('\n')}` : ''
    return { json: { key, retired }, text: `${key}${before}` }
  },
}
