import { cities, first, israeliFirst, israeliLast, last } from './names'
import { oneOf, seeded } from './random'

export interface Customer {
  id: string
  name: string
  name_he: string | null
  email: string
  city: string
  segment: 'retail' | 'business' | 'vip'
  joined_on: string
}

const DAY = 86_400_000

/** The people whom the opening scene speaks of. */
const known = [
  ['Maya Cohen', 'מאיה כהן'],
  ['Omar Haddad', 'עומר חדאד'],
  ['Noa Levi', 'נועה לוי'],
  ['Emma Lindqvist', null],
  ['יעל פרידמן', 'יעל פרידמן'],
] as const

export const customerId = (number: number) => `CUS-${String(number).padStart(4, '0')}`

/** 100 customers, the same every time. Every eighth wrote their own name in Hebrew. */
export function customers(now: Date): Customer[] {
  const random = seeded(7)
  return Array.from({ length: 100 }, (_, index) => {
    const [name, hebrew] = known[index] ?? nameOf(index, random)
    const joined = new Date(now.getTime() - Math.floor(200 + random() * 900) * DAY)
    const chance = random()
    return {
      id: customerId(index + 1),
      name,
      name_he: hebrew,
      email: `customer${index + 1}@example.com`,
      city: oneOf(cities, random),
      segment: chance < 0.08 ? 'vip' : chance < 0.28 ? 'business' : 'retail',
      joined_on: joined.toISOString().slice(0, 10),
    }
  })
}

function nameOf(index: number, random: () => number): readonly [string, string | null] {
  if (index % 5 > 1 && index % 8 !== 0) return [`${oneOf(first, random)} ${oneOf(last, random)}`, null]
  const given = oneOf(israeliFirst, random)
  const family = oneOf(israeliLast, random)
  const hebrew = `${given[1]} ${family[1]}`
  return [index % 8 === 0 ? hebrew : `${given[0]} ${family[0]}`, hebrew]
}
