import type { Command } from '@/cli/command'
import { listKeys } from '@/lib/signing/queries'
import { registerKeys } from '@/lib/signing/register'

export const command: Command = {
  usage: 'signing-key list',
  summary: 'the public halves of the keys that sign grants and the log',
  database: true,
  anyWorkspace: true,
  async run() {
    await registerKeys()
    const keys = (await listKeys()).map(({ purpose, kid, public_key, created_at, retired_at }) => ({
      purpose,
      kid,
      public_key: Buffer.from(public_key).toString('base64'),
      created_at: created_at.toISOString(),
      retired_at: retired_at?.toISOString() ?? null,
    }))
    const lines = keys.map(({ purpose, kid, public_key, created_at, retired_at }) =>
      [purpose.padEnd(5), kid, `public key ${public_key}`, `since ${created_at}`, retired_at ? `retired ${retired_at}` : 'in use'].join('  '),
    )
    return { json: { keys }, text: lines.join('\n') || 'No key has signed anything yet: keys are made at the first start.' }
  },
}
