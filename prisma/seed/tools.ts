const refundSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['order_id', 'amount_cents', 'reason'],
  additionalProperties: false,
  properties: {
    order_id: { type: 'string', title: 'Order', pattern: '^ORD-[0-9]{5}$', description: 'The order whose customer gets the money.' },
    amount_cents: { type: 'integer', title: 'Amount', minimum: 1, maximum: 500_000, description: 'In cents.' },
    reason: { type: 'string', title: 'Reason', minLength: 3, maxLength: 200, description: 'What the customer is told.' },
  },
}

const restartSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['service', 'environment'],
  additionalProperties: false,
  properties: {
    service: { type: 'string', title: 'Service', minLength: 1, maxLength: 60 },
    environment: { enum: ['dev', 'staging'], title: 'Environment', description: 'Production is out of reach of this tool.' },
  },
}

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
    description: 'Pays money back to the customer of an order. It cannot be taken back.', inputSchema: JSON.stringify(refundSchema),
  },
  {
    id: 'get_customer_info', name: 'Get customer info', trustLevel: 1, dataClass: 'personal', reversible: true,
    description: 'Reads one customer: name, e-mail, city, orders so far.',
  },
  {
    id: 'restart_service', name: 'Restart service', trustLevel: 3, dataClass: 'internal', reversible: false,
    description: 'Restarts one service in one environment. Requests in flight are lost.', inputSchema: JSON.stringify(restartSchema),
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
