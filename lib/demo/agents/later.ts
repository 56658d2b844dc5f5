import { customerId } from '@/prisma/seed/customers'
import { ORDERS, orderId } from '@/prisma/seed/orders'
import { oneOf } from '@/prisma/seed/random'
import { exportCustomers, type Segment } from './analytics'
import { lookUp } from './order'
import { restart, viewHealth, viewLogs } from './operations'
import { refund } from './refund'
import { openFor, type Scene } from './scene'
import { openTicket, readCustomer, searchHelp } from './support'
import { complaints, help, problems, slow } from './words'

type Random = () => number
const someOrder = (random: Random) => orderId(1 + Math.floor(random() * ORDERS))
const someCustomer = (random: Random) => customerId(1 + Math.floor(random() * 100))

const segments: readonly [Segment, ...Segment[]] = ['vip', 'retail', 'business', 'all']

const refundSome = (agentName: 'refund-agent-basic' | 'refund-agent-senior'): Scene => ({
  agent: agentName, waits: true,
  play: (agent, random) => refund(agent, { ...oneOf(complaints, random), orderId: someOrder(random), openForS: openFor(random) }),
})
const ticketBy = (agentName: 'support-agent-tier1' | 'support-agent-tier2', waits: boolean): Scene => ({
  agent: agentName, waits,
  play: (agent, random) => openTicket(agent, { ...oneOf(problems, random), customerId: someCustomer(random), openForS: openFor(random) }),
})

/** What the day brings after the first minute. Listed twice means twice as often. */
export const later: readonly [Scene, ...Scene[]] = [
  refundSome('refund-agent-basic'),
  refundSome('refund-agent-senior'),
  ticketBy('support-agent-tier1', true),
  ticketBy('support-agent-tier2', false),
  ticketBy('support-agent-tier2', false),
  { agent: 'support-agent-tier1', waits: false, play: (agent, random) => searchHelp(agent, oneOf(help, random)) },
  { agent: 'sales-agent', waits: false, play: (agent, random) => readCustomer(agent, someCustomer(random)) },
  { agent: 'sales-agent', waits: false, play: (agent, random) => lookUp(agent, someOrder(random)) },
  { agent: 'analytics-agent', waits: false, play: (agent, random) => lookUp(agent, someOrder(random)) },
  { agent: 'analytics-agent', waits: true, play: (agent, random) => exportCustomers(agent, oneOf(segments, random), 'newsletter of next week', openFor(random)) },
  { agent: 'admin-agent-dev', waits: true, play: (agent, random) => restart(agent, { service: oneOf(slow, random), environment: oneOf(['dev', 'staging', 'prod'], random) }, openFor(random)) },
  { agent: 'admin-agent-dev', waits: false, play: (agent) => viewHealth(agent, 'dev') },
  { agent: 'admin-agent-prod', waits: false, play: (agent, random) => viewLogs(agent, { service: oneOf(slow, random), environment: 'prod' }) },
  { agent: 'fraud-detection-agent', waits: false, play: (agent, random) => lookUp(agent, someOrder(random)) },
  { agent: 'fraud-detection-agent', waits: false, play: (agent, random) => readCustomer(agent, someCustomer(random)) },
  { agent: 'test-agent-restricted', waits: false, play: (agent, random) => lookUp(agent, someOrder(random)) },
]
