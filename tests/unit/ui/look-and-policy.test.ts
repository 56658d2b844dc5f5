import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy, SONNER_STYLE } from '@/app/csp'
import { cn } from '@/components/ui/cn'

describe('the content security policy', () => {
  const policy = contentSecurityPolicy('N0nce', false)

  test('runs scripts by nonce only and lets no other site frame the desk', () => {
    expect(policy).toContain("script-src 'self' 'nonce-N0nce' 'strict-dynamic';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|https?:|\*/)
  })

  test('knows the style sheet that the installed toaster inserts', () => {
    const source = readFileSync('node_modules/sonner/dist/index.mjs', 'utf8')
    const css = JSON.parse(/__insertCSS\((".*?")\);?\n/s.exec(source)?.[1] ?? 'null')
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(SONNER_STYLE).toBe(`${hash(css)} ${hash('')}`)
  })
})

describe('the palette', () => {
  const css = readFileSync('app/tokens.css', 'utf8')
  const colours = (block: string) => new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
  const [light = '', dark = ''] = css.split('[data-theme="dark"]')
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (bright + 0.05) / (dim + 0.05)
  }

  test.each([['light', light], ['dark', dark]])('meets WCAG AA in the %s theme', (_, block) => {
    const of = colours(block)
    const pair = (a: string, b: string) => contrast(of.get(a) ?? '', of.get(b) ?? '')
    for (const ink of ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad', 'crit'])
      for (const ground of ['bg', 'panel', 'raised', 'accent-soft']) expect(pair(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    for (const ink of ['ok', 'warn', 'bad', 'crit', 'accent']) expect(pair(ink, `${ink}-soft`), ink).toBeGreaterThanOrEqual(4.5)
    for (const ink of ['ink', 'ink-2', 'ink-3']) expect(pair(ink, 'hover'), `${ink} on hover`).toBeGreaterThanOrEqual(4.5)
    for (const ground of ['bg', 'panel', 'raised']) expect(pair('control', ground), `control on ${ground}`).toBeGreaterThanOrEqual(3)
  })
})

test('class names merge by our own scale: a size does not swallow a colour', () => {
  expect(cn('text-13 text-ink-2', 'text-12')).toBe('text-ink-2 text-12')
  expect(cn('rounded-control', 'rounded-card')).toBe('rounded-card')
})
