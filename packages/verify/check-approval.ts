import { actionHashOf } from './action'
import { verifyAssertion } from './assertion'
import { AUTOMATIC, meaningOf, type ApprovalEvidence, type EntryLine, type Header, type SignedDecision, type Version } from './bundle-lines'
import { sha256, toHex, utf8 } from './encoding'
import { canonicalText, type Json } from './json'

/** How far a decision's time and that of its entry may lie apart: they are of one transaction. */
const SAME_TRANSACTION_MS = 60_000

/** Only people with a passkey decide at this level. */
const CRITICAL = 4

type Fields = Readonly<Record<string, Json | undefined>>

/** What was shown, asked and decided, against the entries that the log proves. Returns what does not fit. */
export async function checkApproval(header: Header, approval: ApprovalEvidence, entries: readonly EntryLine[]): Promise<string[]> {
  const problems: string[] = []
  const about = 'approval' in header.about ? header.about.approval : null
  if (approval.id !== about) problems.push('The approval is not the one that the bundle is about.')
  for (const { index, entry } of entries) {
    if (entry.action_id !== approval.action) problems.push(`The entry at position ${index} is about another action.`)
  }
  problems.push(...(await checkVersions(header, approval, entries)), ...(await checkDecisions(approval, entries)), ...(await checkPasskeys(header, approval, entries)))
  return problems
}

/** Where a passkey signed, it signed exactly this decision; where one is required, it did. */
async function checkPasskeys({ workspace }: Header, { id, decisions, shown }: ApprovalEvidence, entries: readonly EntryLine[]): Promise<string[]> {
  const problems: string[] = []
  for (const { decision, by, at, hash, assertion } of decisions) {
    if (assertion !== null) {
      const checked = await verifyAssertion(assertion, { workspace, approval: id, action_hash: hash, decision })
      const { user, session } = checked.ok ? checked.assertion : {}
      const theirs = entries.some(({ entry }) => entry.event === 'approval.decided' && entry.actor_id === by && entry.user_id === user && entry.session_id === session)
      if (!checked.ok) problems.push(`The passkey of ${by} at ${at} does not confirm the decision: ${checked.why}.`)
      else if (!theirs) problems.push(`The passkey answer of ${by} at ${at} was given by somebody else, or in another session.`)
    } else if (shown.trust_level === CRITICAL && decision !== 'retract') {
      problems.push(`The action is critical, and ${by} decided it without a passkey.`)
    }
  }
  return problems
}

async function checkVersions(header: Header, { action, versions }: ApprovalEvidence, entries: readonly EntryLine[]): Promise<string[]> {
  const problems: string[] = []
  if (versions.length === 0) problems.push('The arguments that were asked for are missing.')
  for (const [position, version] of versions.entries()) {
    const name = position === 0 ? 'The arguments as asked' : `The arguments after edit ${position}`
    const { bound, hash } = version
    if (bound && (bound.workspace !== header.workspace || bound.action !== action)) problems.push(`${name} belong to another action.`)
    if (bound && (await actionHashOf(bound)) !== hash) problems.push(`${name} do not have the action hash that is written beside them.`)
    if (!entries.some((line) => logged(line, version, position === 0))) problems.push(`${name} are not in the log.`)
  }
  return problems
}

/** The log's own words for these arguments. An erased payload can no longer speak for or against. */
function logged({ entry, payloads }: EntryLine, { bound, hash, edited_by }: Version, first: boolean): boolean {
  if (entry.event !== (first ? 'action.submitted' : 'approval.edited') || (!first && entry.actor_id !== edited_by)) return false
  const [input, output] = [read(payloads.input), read(payloads.output)]
  if (!bound) return first && output === null
  const args = first ? input?.args : input?.args_after
  const recorded = first ? output?.action_hash : output?.hash_after
  return (!input || canonicalText(args ?? null) === canonicalText(bound.args)) && (recorded === undefined || recorded === hash)
}

async function checkDecisions({ decisions, versions, status, required }: ApprovalEvidence, entries: readonly EntryLine[]): Promise<string[]> {
  const problems: string[] = []
  const free = new Set(entries.filter(({ entry }) => entry.event === 'approval.decided' || entry.event === 'approval.retracted'))
  for (const decision of decisions) {
    const who = `The decision by ${decision.by} at ${decision.at}`
    if (decision.meaning !== meaningOf(decision)) problems.push(`${who} does not mean what is written beside it.`)
    if (!versions.some(({ hash }) => hash === decision.hash)) problems.push(`${who} was about other arguments than any that are shown.`)
    const passkey = decision.assertion === null ? undefined : toHex(await sha256(utf8(decision.assertion)))
    const own = [...free].find((line) => records(line, decision, passkey))
    if (own) free.delete(own)
    else problems.push(`${who} is not in the log.`)
  }
  for (const { index } of free) problems.push(`The log has a decision at position ${index} that is not shown.`)
  if (status === 'approved' && consents(decisions, versions.at(-1)?.hash) < required) {
    problems.push(`It is called approved, with fewer than the ${required} consents that it needed.`)
  }
  return problems
}

function records({ entry, payloads }: EntryLine, { decision, by, at, comment, hash }: SignedDecision, passkey: string | undefined): boolean {
  const delay = Date.parse(entry.at) - Date.parse(at)
  if (entry.actor_id !== by || delay < 0 || delay > SAME_TRANSACTION_MS) return false
  if ((entry.event === 'approval.retracted') !== (decision === 'retract')) return false
  const output = read(payloads.output)
  if (decision === 'retract' || !output) return true
  if (by === AUTOMATIC) return output.decision === decision
  return output.decision === decision && output.action_hash === hash && output.assertion_sha256 === passkey && output.comment === (comment ?? undefined)
}

/** People whose last word on these arguments was yes; the rules count as enough by themselves. */
function consents(decisions: readonly SignedDecision[], hash: string | undefined): number {
  const last = new Map(decisions.filter((each) => each.hash === hash).map(({ by, decision }) => [by, decision]))
  if (last.get(AUTOMATIC) === 'approve') return Number.POSITIVE_INFINITY
  return [...last.values()].filter((decision) => decision === 'approve').length
}

function read(text: string | null): Fields | null {
  if (text === null) return null
  const value = JSON.parse(text) as Json
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
