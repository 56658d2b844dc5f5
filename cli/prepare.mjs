import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'

/** `npm ci` when what is installed is not what package-lock.json says; a start needs no development tools. */
export function install({ withTools }) {
  if (isInstalled(withTools)) return
  say('Installing packages (a minute or so) …')
  const result = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] })
  if (result.error?.code === 'ENOENT') throw new Error('npm was not found: install it together with Node.js and try again.')
  if (result.status !== 0) throw new Error('Packages could not be installed (npm says why above): check the network and that this folder is writable, then try again.')
}

function isInstalled(withTools) {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const present = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.link || entry.optional || entry.devOptional || entry.peer) return true
    if (entry.dev && !withTools) return true
    return present[name]?.version === entry.version && existsSync(name)
  })
}

/** The database client, when the schema changed since it was last generated. */
export function generate() {
  const stamp = 'lib/generated/.schema'
  const hash = createHash('sha256').update(readFileSync('prisma.config.ts')).update(readFileSync('node_modules/prisma/package.json'))
  for (const file of readdirSync('prisma/schema').sort()) hash.update(file).update(readFileSync(path.join('prisma/schema', file)))
  const wanted = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync('lib/generated/prisma/client.ts')) return
  // The generator needs no schema engine, and downloading one fails in closed networks.
  const engine = ['/bin/false', '/usr/bin/false'].find((file) => existsSync(file)) ?? process.execPath
  const result = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints'], {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`The database client could not be generated: ${(result.stderr || result.stdout).trim()}`)
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

const say = (text) => process.stderr.write(`${text}\n`)
