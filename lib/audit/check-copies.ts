import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { originOf } from '@/lib/audit/checkpoint'
import { keyring } from '@/lib/audit/log-keys'
import { rootHash } from '@/lib/audit/merkle'
import { newestCheckpoint } from '@/lib/audit/proof'
import { fromTiles } from '@/lib/audit/tiles'
import { query } from '@/lib/db'
import { checkpointDir } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { verifyCheckpoint, type Checkpoint } from '@/packages/verify/checkpoint'
import { Invalid } from '@/packages/verify/encoding'

const ENDING = '.checkpoint'
const HELD = `SELECT (SELECT count(*) FROM audit_leaves WHERE workspace_id = $1) AS leaves,
  (SELECT count(*) FROM agent_audit_log WHERE workspace_id = $1) AS entries`

export const copyFile = (workspace: string) => path.join(checkpointDir(), `${workspace}${ENDING}`)
export const historyFile = (workspace: string) => path.join(checkpointDir(), `${workspace}.log`)

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
    return await verifyCheckpoint(note, await (await keyring())(note), originOf(workspace))
  } catch (error) {
    if (error instanceof Invalid) return `is not a checkpoint that this installation signed (${error.message.replace(/\.$/, '')})`
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EISDIR' || code === 'EIO') return `cannot be read (${code})`
    throw error
  }
}

/** The checkpoints that were copied for a workspace: the newest, and those before it as far as the history goes. */
export async function copiesOf(workspace: string): Promise<{ file: string; note: string }[]> {
  const [file, history] = [copyFile(workspace), historyFile(workspace)]
  const [newest, before] = await Promise.all([file, history].map((name) => readFile(name, 'utf8').catch(absent)))
  const notes = (before ?? '').split(/(?<=\n\u2014 [^\n]+\n)\n/u).filter(Boolean)
  return [...notes.map((note) => ({ file: history, note })), ...(newest === null ? [] : [{ file, note: newest as string }])]
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw new AppError('unavailable', `A copy of a checkpoint cannot be read (${error.code}): ${error.path}.`, { cause: error })
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
