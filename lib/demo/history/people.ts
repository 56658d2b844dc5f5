/** How somebody decides. Hours are UTC. */
export interface Habit {
  email: string
  name: string
  /** Median minutes from the question to the answer. */
  pace: number
  /** The share that is rejected or answered with words. */
  strict: number
  from: number
  until: number
  /** Also Friday and Saturday. */
  weekend: boolean
}

/** `.example` belongs to nobody: no message can reach a real person. */
export const REVIEWERS: readonly [Habit, ...Habit[]] = [
  { email: 'noa.mizrahi@shop.example', name: 'Noa Mizrahi', pace: 1.5, strict: 0.07, from: 5, until: 14, weekend: false },
  { email: 'omer.peretz@shop.example', name: 'עומר פרץ', pace: 6, strict: 0.16, from: 6, until: 15, weekend: false },
  { email: 'priya.sharma@shop.example', name: 'Priya Sharma', pace: 11, strict: 0.24, from: 4, until: 12, weekend: true },
  { email: 'tomasz.kowalski@shop.example', name: 'Tomasz Kowalski', pace: 32, strict: 0.12, from: 8, until: 17, weekend: false },
  { email: 'layla.mansour@shop.example', name: 'לילא מנסור', pace: 4, strict: 0.1, from: 14, until: 24, weekend: true },
]

/** For whom agents act; they never vote on what is asked in their name. */
export const PRINCIPALS = [
  { email: 'dana.katz@shop.example', name: 'Dana Katz' },
  { email: 'hugo.garcia@shop.example', name: 'Hugo Garcia' },
  { email: 'yael.friedman@shop.example', name: 'יעל פרידמן' },
] as const

export const REASONS = [
  'The order does not say so', 'Over what we give back without a photo', 'Asked twice for the same thing', 'Not in office hours, please',
  'ההזמנה כבר זוכתה', 'חסרה תמונה של הנזק',
] as const
export const WORDS = ['at most $100', 'Half of it, and a voucher for the rest', 'Ask the warehouse first', 'עד 50 דולר, לא יותר'] as const
export const NOTES = ['Looks right', 'Checked with the customer', 'בסדר'] as const
