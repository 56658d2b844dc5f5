import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlLine } from '@/components/agents/curl'
import { overLimit } from '@/components/agents/settings-hints'
import { changed, typedDraft, type SettingsValues } from '@/components/agents/settings-values'
import { slugOf } from '@/components/agents/slug'

const stored: SettingsValues = {
  approvalRequired: true, autoTrigger: false, maxActionsPerHour: '100', trustCeiling: '4', allowedTools: [], blockedTools: ['a'], customPrompt: '', settings: '{}',
}

test('a limit refuses what goes over it in each hour, not in sum', () => {
  expect(overLimit([74, 60, 3], 60)).toBe(14)
  expect(overLimit([], 0)).toBe(0)
})

test('a value that was typed and put back is no change', () => {
  expect(changed({ maxActionsPerHour: '100', blockedTools: ['a'], customPrompt: 'x' }, stored)).toEqual(['customPrompt'])
})

test('a refused post without JavaScript gives back what was typed, an unticked switch too', () => {
  const values = { maxActionsPerHour: 'x', trustCeiling: '2', allowedTools: ['b', ''], customPrompt: 'y', settings: '{' }
  const draft = typedDraft({ ok: false, code: 'invalid', message: '', fieldErrors: {}, values, requestId: '', at: 0 })
  expect(draft).toMatchObject({ approvalRequired: false, maxActionsPerHour: 'x', allowedTools: ['b'], blockedTools: [], settings: '{' })
})

test.each([
  ['Refund agent (basic)', 'refund-agent-basic'],
  ['  Café № 7 ', 'cafe-no-7'],
  ['סוכן', ''],
])('the id suggested for "%s" is "%s"', (name, id) => {
  expect(slugOf(name)).toBe(id)
})

test('a shell reads the curl line as the words it should be', () => {
  const line = curlLine('http://localhost:4000', 'cs_live_abc', ['actions:write'])
  const words = execFileSync('sh', ['-c', `curl() { for w in "$@"; do printf '%s\\n' "$w"; done; }; ${line}`]).toString().trim().split('\n')
  expect(words.slice(0, 6)).toEqual(['-sS', 'http://localhost:4000/v1/actions', '-H', 'Authorization: Bearer cs_live_abc', '-H', 'Content-Type: application/json'])
  expect(JSON.parse(words[7] ?? '')).toMatchObject({ tool: 'issue_refund', args: { order_id: 'ORD-1001' } })
  expect(curlLine('http://x', 'k', ['config:read'])).toContain('/v1/config')
})
