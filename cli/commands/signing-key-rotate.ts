import { UsageError, type Command } from '@/cli/command'
import { rotate } from '@/lib/signing/rotate'
import { PURPOSES } from '@/lib/signing/signer'

const AFTERWARDS = {
  grant: 'Receipts signed before stay verifiable: the old public key is served for another 24 hours.',
  log: 'Whoever checks the log needs the new public key too (`npx countersign signing-key list`); keep the old one for what it signed.',
}

export const command: Command = {
  usage: 'signing-key rotate <grant|log>',
  summary: 'sign with a new key from now on; running processes notice by themselves',
  database: true,
  async run({ given: [wanted], ctx }) {
    const purpose = PURPOSES.find((each) => each === wanted)
    if (!purpose) throw new UsageError('Say which key: grant or log.')
    const { kid } = await rotate(ctx, purpose)
    return { json: { purpose, kid }, text: `The ${purpose} key is now ${kid}.\n${AFTERWARDS[purpose]}` }
  },
}
