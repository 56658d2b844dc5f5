import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { batching } from '@/lib/batching'
import { insertPerRow } from '@/lib/database/per-row'
import { inBulk } from '@/lib/database/prepared'

const soon = () => new Promise((resolve) => setImmediate(resolve))

test('who comes first is asked at once, and who comes meanwhile goes together, in their order', async () => {
  const asked: number[][] = []
  const double = batching(async (numbers: readonly number[]) => (asked.push([...numbers]), await soon(), numbers.map((n) => n * 2)), { most: 3, lanes: 1 })
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10])
  expect(asked).toEqual([[1], [2, 3, 4], [5]])
  expect(await double(6)).toBe(12)
})

test('no more batches than lanes are under way', async () => {
  let [now, most] = [0, 0]
  const answer = batching(async (numbers: readonly number[]) => ((most = Math.max(most, ++now)), await soon(), now--, numbers), { most: 2, lanes: 2 })
  await Promise.all(Array.from({ length: 20 }, (_, n) => answer(n)))
  expect(most).toBe(2)
})

test('a batch that fails fails its own and nobody else, and one answer may fail by itself', async () => {
  const answer = batching(
    async (words: readonly string[]) => {
      await soon()
      if (words.includes('all')) throw new Error('all of them')
      return words.map((word) => (word === 'one' ? Promise.reject(new Error('this one')) : word))
    },
    { most: 2, lanes: 1 },
  )
  const ends = await Promise.allSettled(['a', 'all', 'b', 'one', 'c', 'd'].map(answer))
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).message))).toEqual(['a', 'all of them', 'all of them', 'this one', 'c', 'd'])
})

test('who has waited too long is told to try again, and who came later is answered', async () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => clock.mockRestore())
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const answer = batching(async (numbers: readonly number[]) => (await held, numbers), { most: 9, lanes: 1, patience: 30 })
  const [first, late] = [answer(1), answer(2)]
  now = 31
  const later = answer(3)
  release()
  await expect(late).rejects.toMatchObject({ code: 'unavailable' })
  expect([await first, await later]).toEqual([1, 3])
})

test('any number of rows travels in one statement, column by column and in order; none in none', () => {
  const text = insertPerRow('t', 'a integer, b text')
  expect(text.trim()).toBe('INSERT INTO t (a, b) SELECT a, b FROM unnest((SELECT $1::integer[]), (SELECT $2::text[])) AS new (a, b)')
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.string()), { maxLength: 100 }), (rows) => {
      expect(inBulk(text, rows)).toMatchObject(rows.length === 0 ? [] : [{ text, values: [rows.map(([a]) => a), rows.map(([, b]) => b)] }])
    }),
  )
})

test('a statement that is not per row travels as often as it is wanted', () => {
  expect(inBulk('UPDATE t SET a = $1', [[1], [2]])).toMatchObject([{ values: [1] }, { values: [2] }])
})
