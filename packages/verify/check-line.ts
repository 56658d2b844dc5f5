import { isApprovalLine, isEntryLine, isHeader, isSealLine, type ApprovalEvidence, type EntryLine, type Header } from './bundle-lines'
import { fromUtf8, toBase64, type Bytes } from './encoding'
import { parseCanonical } from './json'
import { checkPayloads, entryLeafHash, type PayloadName } from './leaf'

/** What one line is, judged by itself alone; nothing here depends on the lines around it. */
export type CheckedLine =
  | { is: 'header'; header: Header }
  | { is: 'entry'; line: EntryLine; erased: readonly PayloadName[] }
  | { is: 'approval'; approval: ApprovalEvidence }
  | { is: 'seal'; note: string }
  | { is: 'wrong'; problem: string }

export type CheckLine = (bytes: Bytes) => Promise<CheckedLine>

const wrong = (problem: string): CheckedLine => ({ is: 'wrong', problem })

/** Pure: the same bytes always get the same answer. */
export const checkLine: CheckLine = async (bytes) => {
  const text = fromUtf8(bytes)
  if (text === null) return wrong('is not UTF-8')
  const value = parseCanonical(text)
  if (value === undefined) return wrong('is not canonical JSON (RFC 8785): it was changed or damaged')
  if (isEntryLine(value)) return checkEntry(value as unknown as EntryLine)
  if (isHeader(value)) return { is: 'header', header: value as unknown as Header }
  if (isApprovalLine(value)) return { is: 'approval', approval: (value as unknown as { approval: ApprovalEvidence }).approval }
  if (isSealLine(value)) return { is: 'seal', note: (value as unknown as { seal: string }).seal }
  return wrong('is not of any kind that an evidence bundle has')
}

async function checkEntry(line: EntryLine): Promise<CheckedLine> {
  const leaf = await entryLeafHash(line.entry, line.commitments)
  if (toBase64(leaf) !== line.leaf) return wrong(`(position ${line.index}): the entry is not the one that was logged`)
  const { wrong: changed, erased } = await checkPayloads(line.commitments, line.payloads, line.salts)
  if (changed.length > 0) return wrong(`(position ${line.index}): ${changed.join(', ')} is not what was logged`)
  return { is: 'entry', line, erased }
}
