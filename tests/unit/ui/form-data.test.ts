import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readForm, typedValues } from '@/app/form-data'
import { checkbox, wholeNumber } from '@/app/form-fields'

const schema = z.object({ title: z.string(), on: checkbox(), tools: z.array(z.string()).max(3), more: z.array(z.string()).optional() })
const form = (...fields: [string, string | Blob][]) => {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}
const parse = (data: FormData) => schema.strict().safeParse(readForm(schema, data))

describe('a posted form', () => {
  test('array fields collect repeated names, drop blanks, and are empty when absent', () => {
    const read = parse(form(['title', 'x'], ['tools', 'a'], ['tools', ''], ['tools', 'b']))
    expect(read.data).toEqual({ title: 'x', on: false, tools: ['a', 'b'], more: [] })
  })

  test("Next's own fields are ignored, any other unknown field is refused", () => {
    expect(parse(form(['$ACTION_ID_abc', ''], ['$ACTION_REF_1', ''], ['title', 'x'])).success).toBe(true)
    expect(parse(form(['title', 'x'], ['role', 'admin'])).error?.issues[0]?.code).toBe('unrecognized_keys')
    expect(parse(form(['title', 'x'], ['__proto__', 'y'])).success).toBe(false)
  })

  test('a single field that is sent twice, and a file, are refused', () => {
    expect(parse(form(['title', 'x'], ['title', 'y'])).success).toBe(false)
    expect(parse(form(['title', new Blob(['x'])])).success).toBe(false)
  })

  test('what was typed comes back, passwords and files do not', () => {
    const data = form(['title', 'x'], ['tools', 'a'], ['tools', 'b'], ['newPassword', 'hunter2'], ['$ACTION_KEY', 'k'])
    expect(typedValues(data)).toEqual({ title: 'x', tools: ['a', 'b'] })
  })
})

describe('typed fields', () => {
  test.each(['', ' ', '1e3', '0x10', '1.5', '٣', '1 000', '+5', '9'.repeat(16)])('"%s" is no whole number', (typed) => {
    expect(wholeNumber(-1e15, 1e15).safeParse(typed).success).toBe(false)
  })

  test('a whole number is read and kept within its bounds', () => {
    expect(wholeNumber(1, 100).parse(' 60 ')).toBe(60)
    expect(wholeNumber(1, 100).safeParse('0').success).toBe(false)
    expect(wholeNumber(1, 100).safeParse('101').success).toBe(false)
  })

  test('a box is on only when the browser says so', () => {
    expect([checkbox().parse('on'), checkbox().parse(undefined), checkbox().safeParse('maybe').success]).toEqual([true, false, false])
  })
})
