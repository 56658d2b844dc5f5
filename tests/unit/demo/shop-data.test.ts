import { describe, expect, test } from 'vitest'
import { amountIn } from '@/lib/demo/agents/refund'
import { agents } from '@/prisma/seed/agents'
import { customers } from '@/prisma/seed/customers'
import { orders } from '@/prisma/seed/orders'
import { tools } from '@/prisma/seed/tools'

const now = new Date('2026-11-20T12:00:00Z')

describe('the demo shop', () => {
  test('has 100 customers and 500 orders, the same every time', () => {
    expect(customers(now)).toHaveLength(100)
    expect(orders(now)).toHaveLength(500)
    expect(customers(now)).toEqual(customers(now))
    expect(orders(now)).toEqual(orders(now))
  })

  test('has orders of customers that exist, none placed in the future', () => {
    const known = new Set(customers(now).map(({ id }) => id))
    for (const order of orders(now)) {
      expect(known).toContain(order.customer_id)
      expect(Date.parse(order.placed_at)).toBeLessThan(now.getTime())
    }
  })

  test('has customers who write their name in Hebrew, and order 123 of Maya Cohen', () => {
    expect(customers(now).filter(({ name }) => /\p{Script=Hebrew}/u.test(name)).length).toBeGreaterThan(5)
    const order = orders(now).find(({ id }) => id === 'ORD-00123')
    expect(order).toMatchObject({ total_cents: 184_000, status: 'delivered', customer_id: 'CUS-0001' })
    expect(customers(now)[0]?.name).toBe('Maya Cohen')
  })

  test('has ten agents and nine tools, and nobody may ask for more than the issue says', () => {
    expect(Object.keys(agents)).toHaveLength(10)
    expect(tools).toHaveLength(9)
    expect(agents['refund-agent-basic'].may.issue_refund).toBe(50_000)
    expect(agents['refund-agent-senior'].may.issue_refund).toBe(200_000)
    expect(Object.keys(agents['support-agent-tier1'].may)).toEqual(['create_support_ticket', 'search_knowledge_base'])
    const maySpend = Object.entries(agents).filter(([, { may }]) => 'issue_refund' in may)
    expect(maySpend.map(([id]) => id)).toEqual(['refund-agent-basic', 'refund-agent-senior'])
  })
})

describe('what a refund agent reads in an answer', () => {
  test.each([
    ['at most $100', 10_000],
    ['Only $1,200.50, please', 120_050],
    ['make it 45 dollars', 4_500],
    ['80$ is enough', 8_000],
    ['no', null],
    ['ask order 123 again', null],
    ['$0', null],
  ])('%s', (text, cents) => expect(amountIn(text)).toBe(cents))
})
