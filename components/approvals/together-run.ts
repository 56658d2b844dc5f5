import type { FormAction } from '@/components/ui/action-result'
import { aloneBecause, type Alone } from '@/lib/approvals/together'
import type { SelectedApproval } from '@/lib/approvals/show-selected'

/** What became of one, as it crosses to the browser. */
export type Outcome = { approvalId: string } & (
  | { done: 'approved' | 'rejected' | 'voted'; startableAt: number | null }
  | { done: null; code: string; detail: string; state: string | null }
)

export interface TogetherActions {
  decide: FormAction<Outcome[]>
  retract: FormAction<{ undone: number; late: number }>
}

export type Left = { id: string; row: SelectedApproval | null; why: Alone | 'gone' | 'changed' | 'broken' }

/** What of the selection can be decided as it was selected, and what cannot, with why. */
export function sortOut(picked: ReadonlyMap<string, string>, shown: readonly SelectedApproval[], decision: 'approve' | 'reject'): { ready: SelectedApproval[]; left: Left[] } {
  const [ready, left]: [SelectedApproval[], Left[]] = [[], []]
  for (const [id, hash] of picked) {
    const row = shown.find((each) => each.id === id) ?? null
    const why = !row || row.status !== 'pending' ? 'gone' : row.actionHash !== hash ? 'changed' : !row.intact ? 'broken' : aloneBecause({ ...row, argsBytes: new TextEncoder().encode(row.parameters).length }, decision)
    if (row && why === null) ready.push(row)
    else left.push({ id, row, why: why ?? 'gone' })
  }
  return { ready, left }
}

const CHUNK = 10

export async function fetchSelected(ids: readonly string[], signal: AbortSignal): Promise<SelectedApproval[]> {
  const answer = await fetch(`/api/approvals/selected?${new URLSearchParams(ids.map((id) => ['id', id]))}`, { signal, headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`the selected ones were refused with ${answer.status}`)
  return (await answer.json()) as SelectedApproval[]
}

/** Ten at a time, so that whoever waits sees how far it is. Each goes with the hash it was selected with. */
export async function decideAll(
  decide: TogetherActions['decide'],
  { items, decision, comment, told }: { items: readonly { id: string; hash: string }[]; decision: 'approve' | 'reject'; comment: string; told: (count: number) => void },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < items.length; at += CHUNK) {
    const chunk = items.slice(at, at + CHUNK)
    const form = new FormData()
    form.set('decision', decision)
    form.set('total', String(items.length))
    if (comment) form.set('comment', comment)
    for (const { id, hash } of chunk) form.append('item', `${id} ${hash}`)
    const result = await decide(null, form).catch(() => null)
    if (result?.ok) outcomes.push(...result.value)
    // Nobody knows what of it arrived: it is said as such, and the list shows what is so.
    else outcomes.push(...chunk.map(({ id }) => ({ approvalId: id, done: null, code: result?.code ?? 'lost', detail: result?.message ?? '', state: null })))
    told(outcomes.length)
  }
  return outcomes
}
