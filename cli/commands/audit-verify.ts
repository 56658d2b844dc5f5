import { readFile } from 'node:fs/promises'
import { UsageError, type Answer, type Command } from '@/cli/command'
import { verifyBundle, type Finding } from '@/packages/verify/bundle'
import { Invalid } from '@/packages/verify/encoding'
import { parseKey, type VerifierKey } from '@/packages/verify/note'

export const command: Command = {
  usage: 'audit verify [<bundle>] [--key <verifier key, or several with commas>]',
  summary: 'checks the whole log of the workspace; or, without any database, an evidence bundle against a key that you trust',
  options: { key: { type: 'string' } },
  database: (given) => given.length === 0,
  async run({ given: [file], options: { key }, ctx }) {
    const keys = key === undefined ? null : await keysOf(String(key))
    if (file !== undefined) {
      if (!keys) throw new UsageError('A bundle is checked against a key that you trust, never the one inside: --key <what `npx countersign audit key` printed where it was made>')
      return answerOf(await verifyBundle(Uint8Array.from(await readFile(file)), keys), file)
    }
    const { verifyLog } = await import('@/lib/audit/verify-log')
    return answerOf(await verifyLog(ctx.workspace, keys), `the log of workspace ${ctx.workspace}`)
  },
}

function answerOf(findings: readonly Finding[], what: string): Answer {
  const ok = findings.every((finding) => finding.ok)
  const lines = findings.map((finding) => `${finding.ok ? 'ok   ' : 'WRONG'}  ${finding.text}`)
  const verdict = ok ? `${what}: everything holds.` : `${what}: DO NOT RELY ON IT.`
  return { json: { ok, findings }, text: [...lines, verdict].join('\n'), exitCode: ok ? 0 : 1 }
}

async function keysOf(text: string): Promise<VerifierKey[]> {
  try {
    return await Promise.all(text.split(',').map((each) => parseKey(each.trim())))
  } catch (error) {
    throw error instanceof Invalid ? new UsageError(error.message) : error
  }
}
