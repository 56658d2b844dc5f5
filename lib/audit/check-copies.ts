import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { originOf } from '@/lib/audit/checkpoint'
import { rootHash } from '@/lib/audit/merkle'
import { newestCheckpoint } from '@/lib/audit/proof'
import { fromTiles } from '@/lib/audit/tiles'
import { query } from '@/lib/db'
import { checkpointDir } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { loadSigner } from '@/lib/signing/load'
import { listKeys } from '@/lib/signing/queries'
import { verifyCheckpoint, type Checkpoint } from '@/packages/verify/checkpoint'
import { Invalid } from '@/packages/verify/encoding'
import { keyId, parseNote } from '@/packages/verify/note'

const ENDING = '.checkpoint'
const HELD = `SELECT (SELECT count(*) FROM audit_leaves WHERE workspace_id = $1) AS leaves,
  (SELECT count(*) FROM agent_audit_log WHERE workspace_id = $1) AS entries`

export const copyFile = (workspace: string) => path.join(checkpointDir(), `${workspace}${ENDING}`)

/** Refuses to go on where a copy outside the database proves that the database lost or changed what was signed. */
export async function checkCopies(): Promise<void> {
  const files = await readdir(checkpointDir()).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new AppError('unavailable', `The copies of checkpoints in ${checkpointDir()} cannot be read (${error.code}): make the folder readable for this user.`, { cause: error })
  })
  for (const file of files.filter((name) => name.endsWith(ENDING)).sort()) {
    const workspace = file.slice(0, -ENDING.length)
    const problem = await copyProblem(workspace, 'rows')
    if (problem) throw new AppError('unavailable', problem)
  }
}

/**
 * What the copy of a workspace's checkpoint says against the database, in one sentence; null where they agree.
 * `tree` compares with the tree alone; `rows` also counts the entries, which a start has the time for.
 */
export async function copyProblem(workspace: string, depth: 'tree' | 'rows'): Promise<string | null> {
  const file = copyFile(workspace)
  const known = `if this is known and accepted, keep ${file} as evidence somewhere else and start again`
  const copy = await readCopy(file, workspace)
  if (copy === null) return null
  if (typeof copy === 'string') return `${file} ${copy}: restore the file or the signing key from a backup; ${known}.`
  const held = await heldBy(workspace, depth)
  if (held < copy.size) {
    return `The log of workspace ${workspace} holds ${held} entries, but ${file} proves that there were ${copy.size}: the database is an older state, or entries were removed. Restore the newest backup; ${known}.`
  }
  const root = await fromTiles(workspace, (read) => rootHash(read, copy.size)).catch(missingTile)
  if (!root || !Buffer.from(root).equals(copy.root)) {
    return `The first ${copy.size} entries of the log of workspace ${workspace} are not those that ${file} was signed for: the log was rewritten. Restore a backup from before; ${known}.`
  }
  return null
}

/** The checkpoint in a file, null where there is no file, or what is wrong with it. */
async function readCopy(file: string, workspace: string): Promise<Checkpoint | string | null> {
  try {
    const note = await readFile(file, 'utf8')
    return await verifyCheckpoint(note, await keysFor(note), originOf(workspace))
  } catch (error) {
    if (error instanceof Invalid) return `is not a checkpoint that this installation signed (${error.message.replace(/\.$/, '')})`
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EISDIR' || code === 'EIO') return `cannot be read (${code})`
    throw error
  }
}

/** Every log key that is known here, under the names that the note is signed with: the name is a setting. */
async function keysFor(note: string) {
  const [active, known] = [await loadSigner('log'), await listKeys()]
  const publicKeys = [active.publicKey, ...known.filter(({ purpose }) => purpose === 'log').map((key) => key.public_key)].map((key) => Uint8Array.from(key))
  const names = new Set(parseNote(note).signatures.map(({ name }) => name))
  return Promise.all([...names].flatMap((name) => publicKeys.map(async (publicKey) => ({ name, publicKey, id: await keyId(name, publicKey) }))))
}

/** As many as every part of the log has: an older state of one of them is an older state. */
async function heldBy(workspace: string, depth: 'tree' | 'rows'): Promise<number> {
  const signed = (await newestCheckpoint(workspace))?.size ?? 0
  if (depth === 'tree') return signed
  const [held] = await query<{ leaves: number; entries: number }>(HELD, [workspace])
  return Math.min(signed, held?.leaves ?? 0, held?.entries ?? 0)
}

function missingTile(error: unknown): null {
  if (error instanceof RangeError) return null
  throw error
}
