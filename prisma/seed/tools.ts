/** The nine tools of the shop, as the catalogue knows them. Levels: 0 and 1 only read, 3 changes something real. */
export const tools = [
  {
    id: 'create_support_ticket', name: 'Create support ticket', trustLevel: 3, dataClass: 'internal', reversible: true,
    description: 'Opens a ticket for the support team. It can be closed again.',
  },
  {
    id: 'search_knowledge_base', name: 'Search knowledge base', trustLevel: 0, dataClass: 'public', reversible: true,
    description: 'Finds help articles by words in their title or text.',
  },
  {
    id: 'lookup_order', name: 'Look up order', trustLevel: 0, dataClass: 'confidential', reversible: true,
    description: 'Reads one order: what, for whom, how much, how much was refunded.',
  },
  {
    id: 'issue_refund', name: 'Issue refund', trustLevel: 3, dataClass: 'confidential', reversible: false,
    amountPath: '/amount_cents', currency: 'USD',
    description: 'Pays money back to the customer of an order. It cannot be taken back.',
  },
  {
    id: 'get_customer_info', name: 'Get customer info', trustLevel: 1, dataClass: 'personal', reversible: true,
    description: 'Reads one customer: name, e-mail, city, orders so far.',
  },
  {
    id: 'restart_service', name: 'Restart service', trustLevel: 3, dataClass: 'internal', reversible: false,
    description: 'Restarts one service in one environment. Requests in flight are lost.',
  },
  {
    id: 'view_logs', name: 'View logs', trustLevel: 0, dataClass: 'internal', reversible: true,
    description: 'Reads the last log lines of a service.',
  },
  {
    id: 'view_health', name: 'View health', trustLevel: 0, dataClass: 'internal', reversible: true,
    description: 'Reads version, health and restarts of every service in an environment.',
  },
  {
    id: 'export_customer_data', name: 'Export customer data', trustLevel: 3, dataClass: 'personal', reversible: false,
    description: 'Writes customers of a segment to a file that leaves the shop.',
  },
] as const

export type ToolName = (typeof tools)[number]['id']
