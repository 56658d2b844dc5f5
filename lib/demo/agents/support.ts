import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { Agent } from './agent'

interface Problem {
  customerId: string
  subject: string
  subjectHe: string
  priority: 'low' | 'normal' | 'urgent'
  story: string
  openForS: number
}

export const ticketRequest = ({ customerId, subject, subjectHe, priority, story, openForS }: Problem): SubmitBody => ({
  tool: 'create_support_ticket',
  args: { customer_id: customerId, subject, priority },
  action_name: `Open ticket: ${subject}`,
  action_name_he: `פתיחת פנייה: ${subjectHe}`,
  description: story,
  workflow: 'support',
  stage: 'execute',
  client_id: customerId,
  expires_in_s: openForS,
})

export const searchRequest = (words: string): SubmitBody => ({
  tool: 'search_knowledge_base',
  args: { query: words },
  action_name: `Search help for "${words}"`,
  action_name_he: `חיפוש במאגר הידע: "${words}"`,
  stage: 'plan',
})

export const customerRequest = (customerId: string): SubmitBody => ({
  tool: 'get_customer_info',
  args: { customer_id: customerId },
  action_name: `Read customer ${customerId}`,
  action_name_he: `קריאת פרטי לקוח ${customerId}`,
  stage: 'plan',
  client_id: customerId,
})

export const openTicket = (agent: Agent, problem: Problem) => agent.ask(ticketRequest(problem))
export const searchHelp = (agent: Agent, words: string) => agent.ask(searchRequest(words))
export const readCustomer = (agent: Agent, customerId: string) => agent.ask(customerRequest(customerId))
