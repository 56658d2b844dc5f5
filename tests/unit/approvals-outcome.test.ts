import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomeOf } from '@/lib/approvals/outcome'

const says = fc.constantFrom('yes', 'yes_edited', 'no' as const)
const required = fc.integer({ min: 1, max: 10 })

test('an approval is decided by its first no, or by as many in a row who said yes to the same arguments as it needs', () => {
  fc.assert(
    fc.property(fc.array(says, { maxLength: 40 }), required, (words, needed) => {
      let votes = 0
      let alike = 0
      for (const word of words) {
        const outcome = outcomeOf(word, votes, needed)
        alike = word === 'yes' ? alike + 1 : word === 'yes_edited' ? 1 : alike
        expect(outcome).toEqual({ status: word === 'no' ? 'rejected' : alike >= needed ? 'approved' : 'pending', votes: alike })
        if (outcome.status !== 'pending') return
        votes = outcome.votes
      }
    }),
  )
})

test('an approval whose number of people is not known is never approved', () => {
  fc.assert(fc.property(fc.constantFrom('yes' as const, 'yes_edited' as const), fc.nat(), (word, votes) => outcomeOf(word, votes, Infinity).status === 'pending'))
})
