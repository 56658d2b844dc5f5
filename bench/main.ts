import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { addCast, WORKSPACE } from './cast'
import { benchCreate } from './create'
import { benchDecide } from './decide'
import { table, type Figure } from './figures'
import { benchPages, benchProcesses } from './pages'
import { makePast } from './past'
import { startProcess, type Started } from './process'
import { benchQueue, fillQueue } from './queue'
import { benchReading } from './reading'
import { openStage, requireLocal } from './stage'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'string', default: 'bench.json' }, past: { type: 'string' } } })
const { quick, past } = options
if (past) requireLocal(past)
const say = (line: string) => process.stderr.write(`${line} …\n`)
const TURN_MS = quick ? 1500 : 6000
const TIMES = quick ? 60 : 300
const QUEUES = quick ? [5000] : [10_000, 1_000_000]
const ACTIONS = quick ? 600 : 20_000

const began = new Date()
const load = loadavg()[0] ?? 0
const figures: Figure[] = []
const stage = await openStage()
const running: Started[] = []
const start = async (file: string) => {
  const started = await startProcess(file, stage.processEnv)
  running.push(started)
  return started
}
try {
  await stage.owner.query(`CREATE TABLE bench_floor (workspace_id text NOT NULL, id uuid PRIMARY KEY, body text NOT NULL, state text NOT NULL DEFAULT 'pending', created_at timestamptz NOT NULL DEFAULT now())`)
  const cast = await addCast()
  const floor = await start('bench/floor-server.ts')
  const gateway = await start('gateway/main.ts')
  const worker = await start('worker/main.ts')
  say('decide until told')
  figures.push(...(await benchDecide(gateway, floor, stage.owner, cast, TIMES)))
  say('create')
  figures.push(...(await benchCreate(gateway, floor, stage.owner, cast, TURN_MS)))
  buildBarePage()
  const [desk, bareNext] = [await start('cli/desk.ts'), await start('bench/bare-next/server.mjs')]
  say('pages')
  figures.push(...(await benchPages(desk, bareNext, cast, TIMES, TURN_MS)))
  figures.push(...(await benchProcesses([
    { name: 'gateway', ours: gateway, bare: floor, bareIs: 'bare Node + pg' },
    { name: 'worker', ours: worker, bare: floor, bareIs: 'bare Node + pg' },
    { name: 'desk', ours: desk, bare: bareNext, bareIs: 'Next.js with one bare page' },
  ])))
  await Promise.all(running.splice(0).map((each) => each.stop()))
  for (const pending of QUEUES) {
    say(`a queue of ${pending.toLocaleString('en')}`)
    await fillQueue(stage.owner, WORKSPACE, pending)
    figures.push(...(await benchQueue(stage.owner, cast, TIMES, pending)))
  }
  if (past) {
    say('the past in that database')
    const client = new pg.Client({ connectionString: past })
    await client.connect()
    await stage.askAs(past)
    figures.push(...(await benchReading(client, 'load', TIMES)))
    await client.end()
  } else {
    say(`a past of ${ACTIONS.toLocaleString('en')} actions`)
    await stage.askAs()
    figures.push(...(await benchReading(stage.owner, await makePast(ACTIONS), TIMES)))
  }
} finally {
  await Promise.all(running.map((each) => each.stop()))
  await stage.close()
}

const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGB: Math.round(totalmem() / 2 ** 30), node: process.version, loadBefore: load }
await writeFile(options.json, `${JSON.stringify({ at: began.toISOString(), seconds: Math.round((Date.now() - began.getTime()) / 1000), quick, machine, figures }, null, 2)}\n`)
process.stdout.write(`${table(figures)}\n\n${machine.cpus} × ${machine.model}, ${machine.memoryGB} GB, Node ${machine.node}, load ${load.toFixed(1)} before; written to ${options.json}\n`)
if (load > machine.cpus / 2) process.stdout.write('Something else was running: ratios say more than times, and neither says much.\n')
process.exit()

function buildBarePage(): void {
  const { status } = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build', 'bench/bare-next'], { env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }, stdio: ['ignore', 'ignore', 2] })
  if (status !== 0) throw new Error('the bare page could not be built')
}
