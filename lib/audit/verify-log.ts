import { copiesOf } from '@/lib/audit/check-copies'
import { originOf } from '@/lib/audit/checkpoint'
import { logHealth } from '@/lib/audit/health'
import { keyring } from '@/lib/audit/log-keys'
import { newestCheckpoint } from '@/lib/audit/proof'
import { Walk, type Signed } from '@/lib/audit/walk-log'
import { query } from '@/lib/db'
import type { Finding } from '@/packages/verify/bundle'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { Invalid, same } from '@/packages/verify/encoding'
import type { VerifierKey } from '@/packages/verify/note'

/** Whole tiles of leaves, so that a batch never begins inside of one. */
const BATCH = 4096
const MOST_PROBLEMS = 100

const CHECKPOINTS = 'SELECT size, root, note FROM audit_checkpoints WHERE workspace_id = $1 AND size > $2 AND size <= $3 ORDER BY size'
const STRAY = `
  SELECT count(*) AS entries FROM agent_audit_log l WHERE l.workspace_id = $1
    AND NOT EXISTS (SELECT FROM audit_leaves v WHERE v.workspace_id = l.workspace_id AND v.entry_id = l.id)
    AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.workspace_id = l.workspace_id AND p.entry_id = l.id)`
const UNSIGNED = `SELECT count(*) AS leaves FROM audit_leaves WHERE workspace_id = $1
  AND index >= coalesce((SELECT max(size) FROM audit_checkpoints WHERE workspace_id = $1), 0)`

/**
 * Walks the whole log of a workspace: every leaf from its row, every tile, every signed checkpoint, and the copies outside of the
 * database. With `keys`, only their signatures count; else those of the keys that are known here.
 */
export async function verifyLog(workspace: string, keys: readonly VerifierKey[] | null): Promise<Finding[]> {
  const problems: string[] = []
  const keysOf: KeysOf = keys ? () => Promise.resolve(keys) : await keyring()
  // Copies first: what they hold was in the database before.
  const copies = await signedCopies(workspace, keysOf, problems)
  const size = (await newestCheckpoint(workspace))?.size ?? 0
  for (const copy of copies) if (copy.size > size) problems.push(`${copy.from} proves ${copy.size} entries; the database has signed ${size}: it is an older state, or entries were removed.`)
  const walk = new Walk(workspace)
  let checkpoints = 0
  for (let from = 0; from < size; from += BATCH) {
    const to = Math.min(from + BATCH, size)
    const stored = await query<{ size: number; root: Buffer; note: string }>(CHECKPOINTS, [workspace, from, to])
    checkpoints += stored.length
    const signed = [...(await Promise.all(stored.map((row) => signatureOf(workspace, row, keysOf, problems)))), ...copies.filter((copy) => copy.size > from && copy.size <= to)]
    problems.push(...(await walk.take(from, to, signed)))
    if (problems.length > MOST_PROBLEMS) return [...problems.slice(0, MOST_PROBLEMS), 'There is more; the check stopped here.'].map(bad)
  }
  problems.push(...(await besides(workspace)))
  if (problems.length > 0) return [...new Set(problems)].map(bad)
  const { pending, late } = await logHealth(workspace)
  const erased = walk.erased > 0 ? ` ${walk.erased} payloads are erased; what they were committed to stands.` : ''
  return [
    good(`All ${size} entries are in the log, unchanged and in order.${erased}`),
    good(`${checkpoints} checkpoints are signed, and each is the state that the log was in.`),
    copies.length > 0 ? good(`${copies.length} copies outside the database agree with it.`) : good('There are no copies of checkpoints here to compare with: only those can show that the whole log was replaced.'),
    ...(pending > 0 ? [good(`${pending} entries wait for their place in the log: nothing proves them yet.${late ? ' They have waited too long: is the worker running?' : ''}`)] : []),
  ]
}

type KeysOf = (note: string) => Promise<readonly VerifierKey[]>

const bad = (text: string): Finding => ({ ok: false, line: null, text })
const good = (text: string): Finding => ({ ok: true, line: null, text })

async function signatureOf(workspace: string, row: { size: number; root: Buffer; note: string }, keysOf: KeysOf, problems: string[]): Promise<Signed> {
  try {
    const signed = await verifyCheckpoint(row.note, await keysOf(row.note), originOf(workspace))
    if (signed.size !== row.size || !same(signed.root, row.root)) problems.push(`The checkpoint of ${row.size} entries is stored with another size or root than was signed.`)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    problems.push(`The checkpoint of ${row.size} entries is not signed as it should be. ${error.message}`)
  }
  return { size: row.size, root: row.root, from: `The checkpoint of ${row.size} entries` }
}

async function signedCopies(workspace: string, keysOf: KeysOf, problems: string[]): Promise<Signed[]> {
  const signed: Signed[] = []
  for (const { file, note } of await copiesOf(workspace)) {
    try {
      const { size, root } = await verifyCheckpoint(note, await keysOf(note), originOf(workspace))
      signed.push({ size, root, from: `A copy in ${file}` })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      problems.push(`${file} holds a checkpoint that was not signed here. ${error.message}`)
    }
  }
  return signed
}

/** What no walk along the tree would meet. */
async function besides(workspace: string): Promise<string[]> {
  const [[stray], [unsigned]] = await Promise.all([query<{ entries: number }>(STRAY, [workspace]), query<{ leaves: number }>(UNSIGNED, [workspace])])
  return [
    ...(stray?.entries ? [`${stray.entries} entries are in the database and not in the log: somebody wrote them past it.`] : []),
    ...(unsigned?.leaves ? [`${unsigned.leaves} entries have a place in the log that no checkpoint signs.`] : []),
  ]
}
