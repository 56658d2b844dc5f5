import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { Agent } from './agent'

const segments = {
  all: ['all customers', 'כל הלקוחות'],
  retail: ['retail customers', 'לקוחות פרטיים'],
  business: ['business customers', 'לקוחות עסקיים'],
  vip: ['VIP customers', 'לקוחות VIP'],
} as const

export type Segment = keyof typeof segments

export const exportRequest = (segment: Segment, purpose: string, openForS: number): SubmitBody => ({
  tool: 'export_customer_data',
  args: { segment, columns: ['id', 'name', 'email', 'city'], purpose },
  action_name: `Export ${segments[segment][0]}`,
  action_name_he: `ייצוא נתונים: ${segments[segment][1]}`,
  description: `Names and e-mail addresses of ${segments[segment][0]} for: ${purpose}.`,
  workflow: 'reports',
  stage: 'commit',
  action_type: 'COMMIT_EXPORT',
  expires_in_s: openForS,
})

export const exportCustomers = (agent: Agent, segment: Segment, purpose: string, openForS: number) =>
  agent.ask(exportRequest(segment, purpose, openForS))
