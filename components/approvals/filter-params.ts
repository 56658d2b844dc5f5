import type { ApprovalFilter } from '@/lib/approvals/schema'

const CHOICES = {
  status: ['waiting', 'decided', 'all'],
  sort: ['soonest', 'oldest', 'newest'],
  risk: ['high', 'medium', 'low'],
  view: ['mine', 'unassigned', 'snoozed'],
} as const
const LONGEST = 200

type Address = { get(name: string): string | null }

/** The list's filters as the address spells them: one definition for the server and the browser. What it does not know it leaves out. */
export function readFilter(address: string | Address): ApprovalFilter {
  const given: Address = typeof address === 'string' ? new URLSearchParams(address) : address
  const one = <const T extends readonly string[]>(name: string, of: T): T[number] | null => of.find((each) => each === given.get(name)) ?? null
  const text = (name: string) => given.get(name)?.trim().slice(0, LONGEST) || null
  return {
    status: one('status', CHOICES.status) ?? 'waiting',
    sort: one('sort', CHOICES.sort) ?? 'soonest',
    risk: one('risk', CHOICES.risk),
    view: one('view', CHOICES.view),
    agent: text('agent'),
    tool: text('tool'),
    q: text('q'),
  }
}

/** "?risk=high", or nothing where all is as usual. */
export function filterSearch({ status, sort, ...rest }: Partial<ApprovalFilter>): string {
  const written = new URLSearchParams()
  if (status && status !== 'waiting') written.set('status', status)
  if (sort && sort !== 'soonest') written.set('sort', sort)
  for (const name of ['view', 'risk', 'agent', 'tool', 'q'] as const) if (rest[name]) written.set(name, rest[name])
  return written.size ? `?${written}` : ''
}
