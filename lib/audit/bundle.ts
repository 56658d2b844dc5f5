import { createHash } from 'node:crypto'
import { approvalEvidence } from '@/lib/audit/approval-evidence'
import { canonical } from '@/lib/audit/canonical'
import { originOf } from '@/lib/audit/checkpoint'
import { entriesOfAction, entriesOfRun, entryLine, type EvidenceRow } from '@/lib/audit/evidence-entries'
import { logKey } from '@/lib/audit/log-keys'
import { boundaryHashes, inclusionPath, leafAt, type ReadTile } from '@/lib/audit/merkle'
import { sequencedUpTo } from '@/lib/audit/sequenced-up-to'
import { REVIEWERS_KINDS, scopeOf } from '@/lib/audit/schema'
import { fromTiles } from '@/lib/audit/tiles'
import { nameOf, type Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import { loadSigner } from '@/lib/signing/load'
import { transact } from '@/lib/transact'
import { BUNDLE_FORMAT, sealText, type Header } from '@/packages/verify/bundle-lines'
import { formatKey, signatureLine } from '@/packages/verify/note'

export interface Period {
  from: Date
  until: Date
}

/** Payloads can be long, so few are in memory at a time. Small enough to be within one or two tiles. */
const BATCH = 200

const SPAN = `
  SELECT min(v.index) AS first, max(v.index) AS last FROM agent_audit_log l
  JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id
  WHERE l.workspace_id = $1 AND l."timestamp" >= $2 AND l."timestamp" < $3 AND v.index < $4`

/** A file that proves itself, as it is read: lines, then the log key's signature over all of them. */
export interface Evidence {
  name: string
  lines: AsyncGenerator<string>
}

/** Everything in a period, as one unbroken run of the log, with one entry before and after it. */
export async function evidenceOfPeriod(ctx: Ctx, period: Period): Promise<Evidence> {
  const { until, at } = await record(ctx, 'audit.export', period)
  const about = { from: period.from.toISOString(), until: until.toISOString() }
  const tree = await sequencedUpTo(ctx.workspace, { from: period.from, until })
  const [span] = await query<{ first: number | null; last: number | null }>(SPAN, [ctx.workspace, period.from, until, tree.size])
  if (!span || span.first === null || span.last === null) throw new AppError('not_found', 'Nothing is in the log for this period.', { state: 'log_empty' })
  const [from, to] = [Math.max(span.first - 1, 0), Math.min(span.last + 2, tree.size)]
  const boundary = await fromTree(ctx, (read) => boundaryHashes(read, from, to, tree.size))
  const range = { from, boundary: boundary.map((hash) => Buffer.from(hash).toString('base64')) }
  return {
    name: `countersign-evidence-${ctx.workspace}-${about.from.slice(0, 10)}-to-${new Date(until.getTime() - 1).toISOString().slice(0, 10)}.ndjson`,
    lines: sealed(ctx, { about, tree, at, entries: to - from, range }, () => runLines(ctx, from, to)),
  }
}

/** One approval: every entry of its action, and what was asked, shown and decided. Readers of the audit page may take it. */
export async function evidenceOfApproval(ctx: Ctx, id: string): Promise<Evidence> {
  if (!(await approvalEvidence(ctx, id))) throw notFound('approval')
  const { until, at } = await record(ctx, 'audit.read', { approval: id })
  const approval = await approvalEvidence(ctx, id)
  if (!approval) throw notFound('approval')
  const tree = await sequencedUpTo(ctx.workspace, { action: approval.action, until })
  const reviewer = scopeOf(ctx.actor) !== 'all'
  const rows = await entriesOfAction(ctx.workspace, approval.action, tree.size, reviewer ? REVIEWERS_KINDS : null)
  const lines = await fromTree(ctx, (read) => rows.map((row) => entryLine(row, leafAt(read, row.index), inclusionPath(read, row.index, tree.size))))
  return {
    name: `countersign-evidence-${ctx.workspace}-approval-${id}.ndjson`,
    lines: sealed(ctx, { about: { approval: id }, tree, at, entries: rows.length, range: null }, async function* () {
      for (const line of lines) yield line
      yield { approval }
    }),
  }
}

/** A tree that cannot be read is no programming error: somebody removed a part of it. */
async function fromTree<T>({ workspace }: Ctx, work: (read: ReadTile) => T): Promise<T> {
  try {
    return await fromTiles(workspace, work)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AppError('unavailable', `The log is damaged: ${error.message}. Run \`npx countersign audit verify\`.`, { state: 'log_damaged', cause: error })
  }
}

/** Writes down who takes what out, before the first byte leaves. Entries from now on are not part of it. */
function record(ctx: Ctx, permission: 'audit.export' | 'audit.read', about: Period | { approval: string }): Promise<{ until: Date; at: Date }> {
  return transact(ctx, permission, async ({ sql }) => {
    const [clock] = await sql<{ now: Date }>('SELECT coalesce($1::timestamptz, clock_timestamp())::timestamptz(3) AS now', [ctx.at ?? null])
    const now = clock?.now as Date
    const until = 'until' in about && about.until < now ? about.until : now
    const filter = 'approval' in about ? about : { from: about.from.toISOString(), until: until.toISOString() }
    return { value: { until, at: now }, audit: [{ kind: 'system', event: 'audit.exported', input: { format: 'evidence', filter } }] }
  })
}

async function* runLines(ctx: Ctx, from: number, to: number): AsyncGenerator<object> {
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(start + BATCH, to)
    const rows = await entriesOfRun(ctx.workspace, start, end)
    const missing = rows.length === end - start ? -1 : firstMissing(rows, start)
    if (missing >= 0) throw new AppError('unavailable', `The entry at position ${missing} of the log is not in the database any more: choose a period after it, or run \`npx countersign audit verify\`.`)
    yield* await fromTree(ctx, (read) => rows.map((row) => entryLine(row, leafAt(read, row.index), null)))
  }
}

const firstMissing = (rows: readonly EvidenceRow[], start: number) => {
  const gap = rows.findIndex((row, place) => row.index !== start + place)
  return start + (gap < 0 ? rows.length : gap)
}

interface Outline extends Pick<Header, 'about' | 'entries' | 'range'> {
  tree: { note: string }
  at: Date
}

async function* sealed(ctx: Ctx, { tree, at, ...outline }: Outline, body: () => AsyncGenerator<object>): AsyncGenerator<string> {
  const signer = await loadSigner('log')
  const key = await logKey(signer)
  const header: Header = {
    format: BUNDLE_FORMAT,
    workspace: ctx.workspace,
    ...outline,
    origin: originOf(ctx.workspace),
    key: formatKey(key),
    made_at: at.toISOString(),
    made_by: nameOf(ctx.actor),
    checkpoint: tree.note,
  }
  const digest = createHash('sha256')
  const write = (line: object) => {
    const text = `${canonical(line)}\n`
    digest.update(text)
    return text
  }
  yield write(header)
  for await (const line of body()) yield write(line)
  const text = sealText(ctx.workspace, digest.digest('hex'))
  yield `${canonical({ seal: `${text}\n${signatureLine(key, signer.sign(Buffer.from(text, 'utf8')))}` })}\n`
}
