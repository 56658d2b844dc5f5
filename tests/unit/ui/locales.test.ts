import { describe, expect, test } from 'vitest'
import { chooseLocale, direction } from '@/lib/i18n/locales'
import en from '@/lib/i18n/messages/en'
import he from '@/lib/i18n/messages/he'

type Tree = { [key: string]: string | Tree }
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`))
const named = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort()

describe('the two catalogues', () => {
  const english = new Map(leaves(en))
  const hebrew = new Map(leaves(he))

  test('hold the same keys', () => {
    expect([...hebrew.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('ask for the same values in every string', () => {
    for (const [key, text] of hebrew) for (const name of named(text)) expect(named(english.get(key) ?? ''), key).toContain(name)
  })

  test('are not empty and the Hebrew one is Hebrew', () => {
    for (const [key, text] of [...english, ...hebrew]) expect(text.trim(), key).not.toBe('')
    const translated = [...hebrew].filter(([, text]) => /[\u05d0-\u05ea]/.test(text)).length
    expect(translated / hebrew.size).toBeGreaterThan(0.9)
  })
})

describe('the language of a visit', () => {
  test('is what the person set, then the cookie, then what the browser asks for, then English', () => {
    expect(chooseLocale({ user: 'he', cookie: 'en', acceptLanguage: 'en' })).toBe('he')
    expect(chooseLocale({ user: null, cookie: 'he', acceptLanguage: 'en' })).toBe('he')
    expect(chooseLocale({ cookie: 'xx', acceptLanguage: 'fr, he-IL;q=0.8, en;q=0.9' })).toBe('en')
    expect(chooseLocale({ acceptLanguage: 'iw' })).toBe('he')
    expect(chooseLocale({ acceptLanguage: 'en;q=0, he;q=0.1' })).toBe('he')
    expect(chooseLocale({ acceptLanguage: null })).toBe('en')
    expect(chooseLocale({ acceptLanguage: ';;;,,q=' })).toBe('en')
  })

  test('decides the direction of the page', () => {
    expect([direction('en'), direction('he')]).toEqual(['ltr', 'rtl'])
  })
})
