import { expect, test } from 'vitest'
import { csvCell } from '@/lib/audit/export'
import { readCursor, writeCursor } from '@/lib/audit/schema'
import { containing } from '@/lib/audit/where'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('a spreadsheet reads %j as text', (text) => {
  expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
})

test('commas, quotes and line ends survive a round trip', () => {
  expect(csvCell('a,b')).toBe('"a,b"')
  expect(csvCell('say "no"')).toBe('"say ""no"""')
  expect(csvCell('two\nlines')).toBe('"two\nlines"')
  expect(csvCell({ a: 1 })).toBe('"{""a"":1}"')
  expect(csvCell(null)).toBe('')
  expect(csvCell(false)).toBe('false')
})

test('a cursor is read back, and anything else is no cursor', () => {
  const cursor = { at: '2026-11-20T14:02:11.480Z', id: '019aa000-0000-7000-8000-00000000000f' }
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
  for (const wrong of [null, '', 'x', `${cursor.at}_x`, `2026-99-20T14:02:11.480Z_${cursor.id}`, `now_${cursor.id}`]) expect(readCursor(wrong)).toBeNull()
})

test('wildcards in a search are plain characters', () => {
  expect(containing('50%_a\\')).toBe('%50\\%\\_a\\\\%')
})
