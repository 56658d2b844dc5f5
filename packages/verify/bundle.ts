import { sealText, type ApprovalEvidence, type EntryLine, type Header } from './bundle-lines'
import { checkApproval } from './check-approval'
import { checkLine, type CheckedLine, type CheckLine } from './check-line'
import { verifyCheckpoint, type Checkpoint } from './checkpoint'
import { fromBase64, Invalid, sha256, toHex, type Bytes } from './encoding'
import { verifyInclusion } from './merkle'
import { verifyNote, type VerifierKey } from './note'
import { verifyRange } from './range'

/** One thing that was checked, in plain words. */
export interface Finding {
  ok: boolean
  /** 1 for the first; null where it is about the whole. */
  line: number | null
  text: string
}

/** Everything known after some lines. Never changed in place, so that reading can go on from any line again. */
export interface Reading {
  keys: readonly VerifierKey[]
  lines: number
  /** What is wrong so far; once there is something, the bundle is refused, whatever follows. */
  problems: readonly Finding[]
  header: Header | null
  tree: Checkpoint | null
  /** The entries so far, last first. */
  entries: Chain | null
  approval: ApprovalEvidence | null
  /** The text under the signature of the last line. */
  sealed: string | null
}

interface Chain {
  line: EntryLine
  erased: number
  count: number
  before: Chain | null
}

export const start = (keys: readonly VerifierKey[]): Reading => ({
  keys, lines: 0, problems: [], header: null, tree: null, entries: null, approval: null, sealed: null,
})

/** Takes in the next line. */
export async function step(reading: Reading, bytes: Bytes, check: CheckLine = checkLine): Promise<Reading> {
  const next = { ...reading, lines: reading.lines + 1 }
  try {
    return await place(next, await check(bytes))
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return { ...next, problems: [...next.problems, { ok: false, line: next.lines, text: `Line ${next.lines} ${error.message}` }] }
  }
}

async function place(reading: Reading, checked: CheckedLine): Promise<Reading> {
  const { header, keys, entries, lines } = reading
  if (checked.is === 'wrong') throw new Invalid(checked.problem)
  if (lines === 1) {
    if (checked.is !== 'header') throw new Invalid('is not the header of an evidence bundle.')
    return { ...reading, header: checked.header, tree: await treeOf(checked.header, keys) }
  }
  if (!header || reading.sealed !== null) throw new Invalid('should not be there: the bundle ended before it.')
  const missing = header.entries - (entries?.count ?? 0)
  const wantsApproval = 'approval' in header.about && !reading.approval
  if (checked.is === 'entry' && missing > 0) return placeEntry(reading, header, checked.line, checked.erased.length)
  if (checked.is === 'approval' && missing === 0 && wantsApproval) return { ...reading, approval: checked.approval }
  if (checked.is === 'seal' && missing === 0 && !wantsApproval) return { ...reading, sealed: await sealedText(checked.note, keys) }
  throw new Invalid(`is out of its place: ${missing > 0 ? `${missing} more entries are` : wantsApproval ? 'the approval is' : 'the seal is'} expected there.`)
}

async function treeOf(header: Header, keys: readonly VerifierKey[]): Promise<Checkpoint> {
  try {
    return await verifyCheckpoint(header.checkpoint, keys, header.origin)
  } catch (error) {
    throw error instanceof Invalid ? new Invalid(`has a checkpoint that does not hold. ${error.message}`) : error
  }
}

async function placeEntry(reading: Reading, { workspace, range }: Header, line: EntryLine, erased: number): Promise<Reading> {
  const { tree, entries } = reading
  const before = entries?.line.index ?? -1
  const { index, entry, path } = line
  if (entry.workspace !== workspace) throw new Invalid(`(position ${index}) is of another workspace.`)
  if (range ? index !== range.from + (entries?.count ?? 0) : index <= before) throw new Invalid(`is the entry of position ${index}, which does not belong here.`)
  if ((path === null) !== (range !== null)) throw new Invalid(`(position ${index}) is not proved in the way the header says.`)
  const hashes = path?.map(fromBase64)
  const known = hashes?.every((hash): hash is Bytes => hash !== null) && tree
  if (hashes && (!known || !(await verifyInclusion(fromBase64(line.leaf) as Bytes, index, tree.size, hashes as Bytes[], tree.root)))) {
    throw new Invalid(`(position ${index}): the log does not have this entry there.`)
  }
  return { ...reading, entries: { line, erased: erased + (entries?.erased ?? 0), count: 1 + (entries?.count ?? 0), before: entries } }
}

async function sealedText(note: string, keys: readonly VerifierKey[]): Promise<string> {
  try {
    const { text, signatures } = await verifyNote(note, keys)
    if (signatures === 1) return text
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(`has a seal that does not hold. ${error.message}`)
  }
  throw new Invalid('has a seal with more than one signature.')
}

/** Judges the whole, after its last line. `digest` is the hex SHA-256 of everything before that line. */
export async function finish(reading: Reading, digest: string): Promise<Finding[]> {
  const { header, tree, problems, sealed } = reading
  const bad = (text: string): Finding => ({ ok: false, line: null, text })
  if (problems.length > 0 || !header || !tree) return problems.length > 0 ? [...problems] : [bad('The bundle is empty.')]
  if (sealed === null) return [bad('The bundle has no seal at its end: something was cut off.')]
  if (sealed !== sealText(header.workspace, digest)) return [bad('The bundle was changed after it was sealed: its SHA-256 is not the one that was signed.')]
  const entries = unrolled(reading.entries)
  const found = [...(header.range ? await checkRange(header, tree, entries) : []), ...(reading.approval ? await checkApproval(header, reading.approval, entries) : [])]
  return found.length > 0 ? found.map(bad) : passed(header, tree, reading)
}

async function checkRange(header: Header, tree: Checkpoint, entries: readonly EntryLine[]): Promise<string[]> {
  const boundary = header.range?.boundary.map(fromBase64) ?? []
  const leaves = entries.map(({ leaf }) => fromBase64(leaf) as Bytes)
  const from = header.range?.from ?? 0
  const whole = boundary.every((hash) => hash !== null) && (await verifyRange(leaves, from, tree.size, boundary as Bytes[], tree.root))
  if (!whole) return ['The entries are not the unbroken run of the log that the header says.']
  const [first, last] = [entries[0], entries.at(-1)]
  const problems: string[] = []
  if (first && from > 0 && inPeriod(header, first)) problems.push('The period may begin before the first entry: nothing shows where it starts.')
  if (last && from + entries.length < tree.size && inPeriod(header, last)) problems.push('The period may go on after the last entry: nothing shows where it ends.')
  return problems
}

const inPeriod = ({ about }: Header, { entry }: EntryLine) => 'from' in about && entry.at >= about.from && entry.at < about.until

function passed(header: Header, tree: Checkpoint, { entries, approval, sealed, lines }: Reading): Finding[] {
  const say = (text: string): Finding => ({ ok: true, line: null, text })
  const count = entries?.count ?? 0
  const erased = entries?.erased ?? 0
  const from = header.range?.from ?? 0
  return [
    say(`The seal holds: none of the ${lines} lines was changed since ${header.made_at}.`),
    say(`The checkpoint of ${tree.origin} with ${tree.size} entries is signed by a key that you trust.`),
    header.range
      ? say(`All ${count} entries from position ${from} to ${from + count - 1} are there, unchanged and in order: none is missing.`)
      : say(`All ${count} entries are in the log, unchanged, at the positions given.`),
    ...(erased > 0 ? [say(`${erased} payloads were erased since; that they existed is still proved, what they said is not.`)] : []),
    ...(approval && sealed ? decisionsOf(approval).map(say) : []),
  ]
}

function decisionsOf({ decisions, versions, status }: ApprovalEvidence): string[] {
  return [
    `The arguments hash to ${versions.at(-1)?.hash ?? ''}; the approval is ${status}.`,
    ...decisions.map(({ name, by, at, meaning, assertion }) => `${name ?? by} <${by}>, ${at}: ${meaning}${assertion === null ? '' : ' (with a passkey)'}.`),
  ]
}

function unrolled(chain: Chain | null): EntryLine[] {
  const lines: EntryLine[] = []
  for (let at = chain; at; at = at.before) lines.push(at.line)
  return lines.reverse()
}

const NEWLINE = 10

/** The lines without their newlines; the last one is empty when the text ends in one, as it must. */
export function linesOf(bytes: Bytes): Bytes[] {
  const lines: Bytes[] = []
  let from = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  return [...lines, bytes.subarray(from)]
}

/** Checks an evidence bundle, byte for byte, with nothing but keys that the reader trusts. Sound when every finding is ok. */
export async function verifyBundle(bytes: Bytes, keys: readonly VerifierKey[], check: CheckLine = checkLine): Promise<Finding[]> {
  const lines = linesOf(bytes)
  const last = lines.pop() as Bytes
  let reading = start(keys)
  for (const line of lines) {
    reading = await step(reading, line, check)
    if (reading.problems.length > 0) break
  }
  if (last.length > 0 && reading.problems.length === 0) reading = await step(reading, last, async () => ({ is: 'wrong', problem: 'does not end: something was cut off.' }))
  if (reading.problems.length > 0) return finish(reading, '')
  const sealAt = bytes.length - (lines.at(-1)?.length ?? 0) - 1
  return finish(reading, toHex(await sha256(bytes.slice(0, Math.max(sealAt, 0)))))
}
