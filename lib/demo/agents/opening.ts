import { customerId } from '@/prisma/seed/customers'
import { orderId } from '@/prisma/seed/orders'
import { exportCustomers } from './analytics'
import { lookUp } from './order'
import { restart, viewHealth } from './operations'
import { refund } from './refund'
import type { Scene } from './scene'
import { openTicket, readCustomer, searchHelp } from './support'

/** The first seconds: nine questions of every risk for the desk, some reads, and three things the rules refuse. */
export const opening: readonly Scene[] = [
  {
    agent: 'support-agent-tier1', waits: true,
    play: (agent) =>
      openTicket(agent, {
        customerId: customerId(4), subject: 'Where is my parcel?', subjectHe: 'איפה החבילה שלי?', priority: 'normal', openForS: 840,
        story: 'Tracking has not moved for six working days. The customer asks when it will arrive.',
      }),
  },
  { agent: 'support-agent-tier2', waits: false, play: (agent) => searchHelp(agent, 'damaged') },
  {
    agent: 'analytics-agent', waits: true,
    play: (agent) => exportCustomers(agent, 'business', 'quarterly report for the sales team', 780),
  },
  { agent: 'admin-agent-prod', waits: false, play: (agent) => viewHealth(agent, 'prod') },
  {
    agent: 'admin-agent-dev', waits: true,
    play: (agent) => restart(agent, { service: 'checkout-api', environment: 'staging' }, 460),
  },
  { agent: 'fraud-detection-agent', waits: false, play: (agent) => lookUp(agent, orderId(123)) },
  {
    agent: 'refund-agent-basic', waits: true,
    play: (agent) =>
      refund(agent, {
        orderId: orderId(41), reason: 'wrong size', openForS: 600,
        story: 'The sleeve is too small for the laptop. It was returned unopened yesterday.',
      }),
  },
  {
    agent: 'test-agent-restricted', waits: false,
    play: (agent) => exportCustomers(agent, 'all', 'to see whether it is possible', 600),
  },
  {
    agent: 'refund-agent-senior', waits: true,
    play: (agent) =>
      refund(agent, {
        orderId: orderId(58), reason: 'parts missing', openForS: 700,
        story: 'Two of the four legs were not in the box, and the maker cannot send them before January.',
      }),
  },
  {
    agent: 'refund-agent-basic', waits: false,
    play: (agent) =>
      refund(agent, {
        orderId: orderId(77), reason: 'arrived late', openForS: 600,
        story: 'Delivered three weeks late. The customer bought the monitors elsewhere meanwhile.',
      }),
  },
  { agent: 'sales-agent', waits: false, play: (agent) => readCustomer(agent, customerId(3)) },
  {
    agent: 'refund-agent-basic', waits: true,
    play: (agent) =>
      refund(agent, {
        orderId: orderId(87), reason: 'does not switch on', openForS: 820,
        story: 'The tablet does not switch on, with two different chargers. Order is inside the 30-day window.',
      }),
  },
  {
    agent: 'support-agent-tier1', waits: true,
    play: (agent) =>
      openTicket(agent, {
        customerId: customerId(5), subject: 'Invoice with the wrong tax number', subjectHe: 'חשבונית עם מספר עוסק שגוי', priority: 'low', openForS: 860,
        story: 'The invoice shows an old tax number. Help article KB-06 says that corrections need a ticket.',
      }),
  },
  {
    agent: 'admin-agent-prod', waits: false,
    play: (agent) => restart(agent, { service: 'checkout-api', environment: 'prod' }, 600),
  },
  {
    agent: 'refund-agent-senior', waits: true,
    play: (agent) =>
      refund(agent, {
        orderId: orderId(123), reason: 'damaged on arrival', openForS: 430,
        story: 'Customer sent two photos of a cracked panel. Order is inside the 30-day window. No earlier refunds on this account.',
      }),
  },
]
