import type { Evidence } from '@/lib/audit/bundle'
import { canonical } from '@/lib/audit/canonical'
import { logKey, logKeys } from '@/lib/audit/log-keys'
import { sequence } from '@/lib/audit/sequence'
import { loadSigner } from '@/lib/signing/load'
import { verifyBundle, type Finding } from '@/packages/verify/bundle'
import { sealText } from '@/packages/verify/bundle-lines'
import { sha256, toHex, utf8, type Bytes } from '@/packages/verify/encoding'
import { signatureLine } from '@/packages/verify/note'
import { rows } from '@/tests/support/databases'

/** Until nothing waits for its place. */
export async function sequenceAll(): Promise<void> {
  do await sequence()
  while ((await rows('SELECT 1 FROM audit_pending LIMIT 1')).length > 0)
}

export async function textOf({ lines }: Evidence): Promise<string> {
  let text = ''
  for await (const line of lines) text += line
  return text
}

export const verified = async (text: string | Bytes): Promise<Finding[]> => verifyBundle(typeof text === 'string' ? utf8(text) : text, await logKeys())

export const problemsOf = async (text: string | Bytes) => (await verified(text)).filter(({ ok }) => !ok).map((finding) => finding.text)

/** What a key-holding forger would write: one line changed, and everything sealed again. */
export async function forged(bundle: string, change: (lines: string[]) => string[]): Promise<string> {
  const lines = change(bundle.trimEnd().split('\n').slice(0, -1))
  const body = lines.map((line) => `${line}\n`).join('')
  const { workspace } = JSON.parse(lines[0] ?? '') as { workspace: string }
  const signer = await loadSigner('log')
  const sealed = sealText(workspace, toHex(await sha256(utf8(body))))
  return `${body}${canonical({ seal: `${sealed}\n${signatureLine(await logKey(signer), signer.sign(utf8(sealed)))}` })}\n`
}
