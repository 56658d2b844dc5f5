import { afterEach, beforeEach } from 'vitest'

// A test that makes the code complain must expect the complaint (vi.spyOn(console, 'error')); any other is a failure.
let complaints: unknown[][] = []
console.error = (...what: unknown[]) => void complaints.push(what)

beforeEach(() => {
  complaints = []
})

afterEach(() => {
  if (complaints.length > 0) throw new Error(`unexpected console.error:\n${complaints.map((what) => what.map(String).join(' ')).join('\n')}`)
})
