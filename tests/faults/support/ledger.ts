/** What the doors have acknowledged, by the answers that arrived: all of it must be found in the database afterwards. */
export class Ledger {
  /** Idempotency key -> the action that was acknowledged for it. */
  readonly submitted = new Map<string, string>()
  /** `action person` -> what that person said. */
  readonly decided = new Map<string, 'approve' | 'reject'>()
  /** Action -> its receipt. */
  readonly started = new Map<string, string>()
  readonly reported = new Map<string, boolean>()
  readonly cancelled = new Set<string>()
  /** Answers that nobody should get. */
  readonly strange: string[] = []
}

const LATER: Record<'approved' | 'started' | 'reported' | 'rejected' | 'cancelled', readonly string[]> = {
  approved: ['approved', 'executing', 'succeeded', 'failed', 'unknown', 'lapsed'],
  started: ['executing', 'succeeded', 'failed', 'unknown'],
  reported: ['succeeded', 'failed'],
  rejected: ['rejected'],
  cancelled: ['cancelled'],
}

export interface StoredAction {
  id: string
  state: string
  receipt: string | null
  success: boolean | null
  required: number
  /** `person:decision`, each vote once. */
  votes: string[]
}

/** Every acknowledgement that the rows do not bear out, in words. */
export function lost(ledger: Ledger, rows: readonly StoredAction[]): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const faults: string[] = []
  const expectState = (id: string, what: keyof typeof LATER) => {
    const state = byId.get(id)?.state ?? 'missing'
    if (!LATER[what].includes(state)) faults.push(`${id} was acknowledged as ${what}, and is ${state}`)
  }
  for (const [key, id] of ledger.submitted) if (!byId.has(id)) faults.push(`submit ${key} was acknowledged as ${id}, which is missing`)
  for (const [what, decision] of ledger.decided) {
    const [id = '', person = ''] = what.split(' ')
    const row = byId.get(id)
    const votes = row?.votes.filter((vote) => vote.startsWith(`${person}:`)) ?? []
    if (votes.length !== 1 || votes[0] !== `${person}:${decision}`) faults.push(`${person} said ${decision} to ${id}; stored: ${votes.join(', ') || 'nothing'}`)
    if (decision === 'reject') expectState(id, 'rejected')
    else if ((row?.votes.length ?? 0) >= (row?.required ?? 1)) expectState(id, 'approved')
  }
  for (const [id, receipt] of ledger.started) {
    expectState(id, 'started')
    if (byId.get(id)?.receipt !== receipt) faults.push(`the stored receipt of ${id} is not the one that was handed out`)
  }
  for (const [id, success] of ledger.reported) {
    expectState(id, 'reported')
    if (byId.get(id)?.success !== success) faults.push(`the stored result of ${id} is not the one that was reported`)
  }
  for (const id of ledger.cancelled) expectState(id, 'cancelled')
  return faults
}
