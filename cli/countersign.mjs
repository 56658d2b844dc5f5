#!/usr/bin/env node
// Plain JavaScript on purpose: it runs before anything is installed, and on a Node that is too old.
import process from 'node:process'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(`Countersign needs Node.js 20.9 or later and this is ${process.versions.node}: install a newer one from https://nodejs.org and try again.\n`)
  process.exit(1)
}

const { chdir } = process
const { fileURLToPath } = await import('node:url')
chdir(fileURLToPath(new URL('..', import.meta.url)))

const { install, generate } = await import('./prepare.mjs')
const command = process.argv[2]
try {
  install({ withTools: command === 'test' })
  generate()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { code: 'unavailable', message } })}\n`)
  else process.stderr.write(`${message}\n`)
  process.exit(1)
}

await import('tsx')
await import('./main.ts')
