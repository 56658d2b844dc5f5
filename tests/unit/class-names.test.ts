import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { extendTailwindMerge } from 'tailwind-merge'
import { expect, test } from 'vitest'
import { cn } from '@/components/ui/cn'

const merge = extendTailwindMerge({
  cacheSize: 0,
  extend: { theme: { text: ['11', '12', '13', '14', '15', '16', '20', '22', '24'], radius: ['control', 'card'], shadow: ['card', 'pop'] } },
})

const CLASS = /^-?[a-z@[*][^{}$<>"'`=;]*$/
const CLASSY = /(^|\s)-?[a-z]+-(\d|\[|ink|line|bg|auto|center|full|none|start|end|bad|ok|warn|panel|accent|col|wrap|nowrap|soft)/

const filesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file)).map((file) => path.join(folder, file))

/** Every class that stands in a component or a page. */
function classesOfTheDesk(): string[] {
  const found = new Set<string>()
  for (const file of [...filesOf('components'), ...filesOf('app')]) {
    for (const [, attribute, text = ''] of readFileSync(file, 'utf8').matchAll(/className="([^"]*)"|'([^'\n]*)'/g)) {
      const words = attribute ?? (CLASSY.test(text) ? text : '')
      for (const word of words.split(/\s+/)) if (CLASS.test(word)) found.add(word)
    }
  }
  return [...found]
}

const variantsOf = (word: string) => word.slice(0, word.replace(/\[[^\]]*\]|\([^)]*\)/g, (inside) => '_'.repeat(inside.length)).lastIndexOf(':') + 1)

test('of any two classes of the desk, the last wins exactly where tailwind-merge says that they fight', () => {
  const classes = classesOfTheDesk().filter((word) => word !== 'top-center') // a place of the messages, no class
  expect(classes.length).toBeGreaterThan(500)
  const wrong: string[] = []
  for (const one of classes) {
    for (const other of classes) {
      if (one === other || variantsOf(one) !== variantsOf(other)) continue
      const pair = `${one} ${other}`
      if (cn(pair) !== merge(pair)) wrong.push(pair)
    }
  }
  expect(wrong).toEqual([])
})

test('variants keep classes apart, and the order of the rest stays', () => {
  expect(cn('px-4 hover:px-2 text-13', false, 'px-2', ['hover:px-1'])).toBe('text-13 px-2 hover:px-1')
  expect(cn('[&_svg]:size-4 h-3 p-1', '[&_svg]:size-3.5', { 'size-6': true, 'p-9': false })).toBe('p-1 [&_svg]:size-3.5 size-6')
  expect(cn()).toBe('')
})
