import { customerId } from './customers'
import { oneOf, seeded } from './random'

export interface Order {
  id: string
  customer_id: string
  item: string
  quantity: number
  total_cents: number
  status: 'paid' | 'shipped' | 'delivered'
  placed_at: string
}

const DAY = 86_400_000
const SHIPPING = 990

const goods: readonly [readonly [string, number], ...(readonly [string, number])[]] = [
  ['Wireless mouse', 2900], ['Mechanical keyboard', 12900], ['USB-C dock', 18900], ['Noise-cancelling headphones', 27900],
  ['27-inch monitor', 34900], ['Standing desk', 64900], ['Office chair', 42900], ['Webcam', 7900], ['Laptop sleeve', 3900],
  ['Portable SSD, 2 TB', 15900], ['Desk lamp', 5900], ['Tablet', 49900], ['Phone case', 1900], ['Travel adapter', 2400],
]

/** Orders that the opening scene speaks of: what, for whom, how long ago. */
const known: Record<number, Pick<Order, 'customer_id' | 'item' | 'total_cents'> & { days: number }> = {
  41: { customer_id: customerId(5), item: 'Laptop sleeve', total_cents: 3900, days: 16 },
  58: { customer_id: customerId(3), item: 'Standing desk', total_cents: 64000, days: 21 },
  77: { customer_id: customerId(4), item: '27-inch monitors, pair', total_cents: 73000, days: 19 },
  87: { customer_id: customerId(2), item: 'Tablet', total_cents: 48000, days: 12 },
  123: { customer_id: customerId(1), item: '55-inch display wall panel', total_cents: 184000, days: 8 },
}

export const orderId = (number: number) => `ORD-${String(number).padStart(5, '0')}`
export const ORDERS = 500

/** 500 orders over the last four months, the same every time but for their dates, which keep up with today. */
export function orders(now: Date): Order[] {
  const random = seeded(11)
  return Array.from({ length: ORDERS }, (_, index) => {
    const number = index + 1
    const [item, price] = oneOf(goods, random)
    const quantity = random() < 0.2 ? 2 : 1
    const customer = customerId(1 + Math.floor(random() * 100))
    const fixed = known[number]
    const days = fixed?.days ?? 0.2 + random() * 120
    return {
      id: orderId(number),
      customer_id: fixed?.customer_id ?? customer,
      item: fixed?.item ?? item,
      quantity: fixed ? 1 : quantity,
      total_cents: fixed?.total_cents ?? price * quantity + SHIPPING,
      status: days > 6 ? 'delivered' : days > 2 ? 'shipped' : 'paid',
      placed_at: new Date(now.getTime() - days * DAY).toISOString(),
    }
  })
}
