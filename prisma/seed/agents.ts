import type { ToolName } from './tools'

export interface DemoAgent {
  name: string
  team: string
  description: string
  /** What it may ask for: a number is the most it may ask for, in cents. Every other tool is denied. */
  may: Partial<Record<ToolName, true | number>>
  settings?: {
    autoTrigger?: boolean
    approvalRequired?: boolean
    allowedTools?: ToolName[]
    blockedTools?: ToolName[]
    trustCeiling?: number
    maxActionsPerHour?: number
    customPrompt?: string
  }
}

export const agents = {
  'support-agent-tier1': {
    name: 'Support agent, tier 1', team: 'Support',
    description: 'Answers first questions: tickets and the knowledge base, nothing else. A person confirms each ticket.',
    may: { create_support_ticket: true, search_knowledge_base: true },
    settings: { allowedTools: ['create_support_ticket', 'search_knowledge_base'], customPrompt: 'Be brief and kind. When unsure, open a ticket.' },
  },
  'support-agent-tier2': {
    name: 'Support agent, tier 2', team: 'Support',
    description: 'Trusted with tickets: it opens them by itself, and looks up orders and customers.',
    may: { create_support_ticket: true, search_knowledge_base: true, lookup_order: true, get_customer_info: true },
    settings: { autoTrigger: true, approvalRequired: false },
  },
  'refund-agent-basic': {
    name: 'Refund agent, basic', team: 'Payments',
    description: 'Asks for refunds of up to $500.00.',
    may: { issue_refund: 50_000, lookup_order: true, search_knowledge_base: true },
    settings: { blockedTools: ['export_customer_data'] },
  },
  'refund-agent-senior': {
    name: 'Refund agent, senior', team: 'Payments',
    description: 'Asks for refunds of up to $2,000.00.',
    may: { issue_refund: 200_000, lookup_order: true, get_customer_info: true, search_knowledge_base: true },
    settings: { blockedTools: ['export_customer_data'] },
  },
  'sales-agent': {
    name: 'Sales agent', team: 'Sales',
    description: 'Knows customers and their orders, and hands problems to support.',
    may: { create_support_ticket: true, search_knowledge_base: true, lookup_order: true, get_customer_info: true },
  },
  'analytics-agent': {
    name: 'Analytics agent', team: 'Data',
    description: 'Counts and compares. Customer data leaves only when a person says so.',
    may: { export_customer_data: true, lookup_order: true, view_health: true },
  },
  'admin-agent-dev': {
    name: 'Admin agent, dev', team: 'Operations',
    description: 'Restarts services in dev and staging. The tool itself refuses production to it.',
    may: { restart_service: true, view_logs: true, view_health: true },
  },
  'admin-agent-prod': {
    name: 'Admin agent, prod', team: 'Operations',
    description: 'Looks at production and touches nothing.',
    may: { view_logs: true, view_health: true },
    settings: { trustCeiling: 1, blockedTools: ['restart_service'] },
  },
  'fraud-detection-agent': {
    name: 'Fraud detection agent', team: 'Risk',
    description: 'Reads orders and customers to find what does not fit. Changes nothing.',
    may: { lookup_order: true, get_customer_info: true, view_logs: true },
    settings: { trustCeiling: 1 },
  },
  'test-agent-restricted': {
    name: 'Test agent, restricted', team: 'Quality',
    description: 'Tries things it must not do, to see that it cannot.',
    may: { search_knowledge_base: true },
    settings: { allowedTools: ['search_knowledge_base'], trustCeiling: 0, maxActionsPerHour: 40 },
  },
} as const satisfies Record<string, DemoAgent>

export type AgentName = keyof typeof agents
