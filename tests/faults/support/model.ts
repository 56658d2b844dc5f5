import type { ActionState } from '@/packages/sdk/contract/actions'

// domain.md's life of an action, once more and by itself: nothing here is imported from what it checks.

export type Command =
  | { do: 'approve' | 'stale' | 'reject' | 'reply' | 'retract' | 'settle'; who: number }
  | { do: 'edit'; who: number; amount: number }
  | { do: 'start'; amount: number }
  | { do: 'report'; success: boolean }
  | { do: 'wait'; ms: number }
  | { do: 'cancel' | 'sweep' | 'schema' | 'disable' | 'enable' }

export interface Model {
  now: Date
  required: number
  state: ActionState
  enabled: boolean
  schemaChanged: boolean
  amount: number
  /** Who said yes to the arguments as they are. */
  voters: number[]
  /** Whose yes made it approved. */
  resolver: number | null
  deadline: { decide: number; startable: number; start: number; report: number }
  result: boolean | null
}

/** Above what the permission allows. */
export const OVER = 1_000
const OWNER = 3
/** The amount that is asked for. */
const FIRST = 1
const MS = { decide: 3_600_000, hold: 2_000, start: 900_000, report: 600_000 }

export const fresh = (required: number, now: Date): Model => ({
  now, required, state: 'pending', enabled: true, schemaChanged: false, amount: FIRST, voters: [], resolver: null,
  deadline: { decide: now.getTime() + MS.decide, startable: Infinity, start: Infinity, report: Infinity }, result: null,
})

/** The state that time or a changed schema has already decided on, whoever finds it. */
function late({ state, now, deadline, schemaChanged }: Model): ActionState | null {
  const at = now.getTime()
  if (state === 'pending' && at >= deadline.decide) return 'expired'
  if (state === 'approved' && at >= deadline.start) return 'lapsed'
  if (state === 'executing' && at >= deadline.report) return 'unknown'
  return schemaChanged && (state === 'pending' || state === 'approved') ? 'cancelled' : null
}

const isOpen = ({ state }: Model) => state === 'pending'

function toDecide(model: Model, command: Extract<Command, { who: number }>): string {
  const { do: what, who } = command
  if (late(model) || !isOpen(model)) return 'conflict'
  // Edited back, it is what was shown in the first place.
  if (what === 'stale' && model.amount !== FIRST) return 'conflict'
  if (who === OWNER) return 'forbidden'
  const edits = command.do === 'edit' && command.amount !== model.amount
  if (!edits && model.voters.includes(who)) return 'conflict'
  if (what !== 'reject' && what !== 'reply' && !model.enabled) return 'agent_disabled'
  return edits && command.amount >= OVER ? 'conflict' : 'done'
}

function toStart(model: Model, amount: number): string {
  const ended = late(model)
  if (ended) return { expired: 'expired', lapsed: 'lapsed' }[ended as string] ?? 'conflict'
  const refusals: Partial<Record<ActionState, string>> = {
    pending: 'not_approved', rejected: 'not_approved', cancelled: 'not_approved', expired: 'expired', lapsed: 'lapsed',
  }
  if (model.state !== 'approved') return refusals[model.state] ?? 'already_started'
  if (!model.enabled) return 'agent_disabled'
  if (model.now.getTime() < model.deadline.startable) return 'on_hold'
  return amount === model.amount ? 'done' : 'args_mismatch'
}

function toRetract(model: Model, who: number): string {
  if (late(model) || model.state !== 'approved') return 'conflict'
  if (model.resolver !== who) return 'forbidden'
  return model.now.getTime() < model.deadline.startable ? 'done' : 'conflict'
}

function toReport(model: Model, success: boolean): string {
  if (model.result !== null) return model.result === success ? 'done' : 'already_reported'
  const ended = late(model)
  if (ended) return { expired: 'expired', lapsed: 'lapsed' }[ended as string] ?? 'conflict'
  return model.state === 'executing' ? 'done' : 'conflict'
}

function toCancel(model: Model): string {
  if (model.state === 'cancelled') return 'done'
  const ended = late(model)
  if (ended) return { expired: 'expired', lapsed: 'lapsed' }[ended as string] ?? 'conflict'
  return model.state === 'pending' || model.state === 'approved' ? 'done' : 'conflict'
}

/** `done`, or the code of the refusal. */
export function answer(model: Model, command: Command): string {
  switch (command.do) {
    case 'approve':
    case 'edit':
    case 'stale':
    case 'reject':
    case 'reply': return toDecide(model, command)
    case 'start': return toStart(model, command.amount)
    case 'retract': return toRetract(model, command.who)
    case 'report': return toReport(model, command.success)
    case 'cancel': return toCancel(model)
    case 'settle': return late(model) || model.state !== 'unknown' ? 'conflict' : command.who === OWNER ? 'forbidden' : 'done'
    default: return 'done'
  }
}

function approve(model: Model, who: number, amount: number): void {
  if (amount !== model.amount) Object.assign(model, { amount, voters: [] })
  model.voters.push(who)
  if (model.voters.length < model.required) return
  const startable = model.now.getTime() + MS.hold
  Object.assign(model, { state: 'approved', resolver: who, deadline: { ...model.deadline, startable, start: startable + MS.start } })
}

/** What the command leaves behind, refusals included: whoever finds something overdue closes it. */
export function advance(model: Model, command: Command): void {
  const done = answer(model, command) === 'done'
  const closes = !['schema', 'disable', 'enable', 'wait'].includes(command.do)
  const ended = late(model)
  if (command.do === 'sweep') {
    // The clock's sweep looks for deadlines only; what a schema voids is its own job's.
    if (ended && ended !== 'cancelled') model.state = ended
    return
  }
  if (closes && ended && !(command.do === 'report' && model.result !== null)) {
    model.state = ended
    return
  }
  if (!done) return
  if (command.do === 'approve' || command.do === 'stale') approve(model, command.who, model.amount)
  else if (command.do === 'edit') approve(model, command.who, command.amount)
  else if (command.do === 'reject' || command.do === 'reply') model.state = 'rejected'
  else if (command.do === 'retract') {
    model.state = 'pending'
    model.voters = model.voters.filter((who) => who !== command.who)
  } else if (command.do === 'start') Object.assign(model, { state: 'executing', deadline: { ...model.deadline, report: model.now.getTime() + MS.report } })
  else if (command.do === 'report' && model.result === null) Object.assign(model, { state: command.success ? 'succeeded' : 'failed', result: command.success })
  else if (command.do === 'settle') model.state = 'succeeded'
  else if (command.do === 'cancel') model.state = 'cancelled'
  else if (command.do === 'schema') model.schemaChanged = true
  else if (command.do === 'disable' || command.do === 'enable') model.enabled = command.do === 'enable'
  else if (command.do === 'wait') model.now = new Date(model.now.getTime() + command.ms)
}
