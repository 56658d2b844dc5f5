import { customers, type Customer } from '@/prisma/seed/customers'
import { orders } from '@/prisma/seed/orders'
import { oneOf } from '@/prisma/seed/random'
import { services } from '@/prisma/seed/services'
import type { Order } from '../agents/order'
import type { Random } from './chance'

/** What the agents of a history read: the demo's shop, as it is filled today. */
export interface Shop {
  order: (random: Random) => Order
  customer: (random: Random) => Customer
  logOf: (service: string, environment: string) => string[]
  healthOf: (environment: string) => { name: string; version: string; healthy: boolean; restarts: number }[]
}

export function openShop(now: Date): Shop {
  const people = customers(now) as [Customer, ...Customer[]]
  const named = new Map(people.map((person) => [person.id, person]))
  const all = orders(now).map(({ id, customer_id, item, total_cents, status, placed_at }): Order => {
    const person = named.get(customer_id) ?? people[0]
    return { order_id: id, customer_id, customer: person.name, customer_he: person.name_he, item, total_cents, refunded_cents: 0, status, placed_on: placed_at.slice(0, 10) }
  }) as [Order, ...Order[]]
  const running = services()
  return {
    order: (random) => oneOf(all, random),
    customer: (random) => oneOf(people, random),
    logOf: (service, environment) => running.find((each) => each.name === service && each.environment === environment)?.log ?? [],
    healthOf: (environment) =>
      running.filter((each) => each.environment === environment).map(({ name, version, healthy }) => ({ name, version, healthy, restarts: 0 })),
  }
}
