import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { addCast } from './cast'
import { benchCreate } from './create'
import { benchDecide } from './decide'
import { table, type Figure } from './figures'
import { startProcess } from './process'
import { openStage } from './stage'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'string', default: 'bench.json' } } })
const say = (line: string) => process.stderr.write(`${line}\n`)
const TURN_MS = options.quick ? 1500 : 6000
const DECISIONS = options.quick ? 60 : 300

const began = new Date()
const figures: Figure[] = []
const stage = await openStage()
const running: { stop(): Promise<void> }[] = []
try {
  await stage.owner.query(`CREATE TABLE bench_floor (workspace_id text NOT NULL, id uuid PRIMARY KEY, body text NOT NULL, state text NOT NULL DEFAULT 'pending', created_at timestamptz NOT NULL DEFAULT now())`)
  const cast = await addCast()
  const floor = await startProcess('bench/floor-server.ts', stage.processEnv)
  running.push(floor)
  const gateway = await startProcess('gateway/main.ts', stage.processEnv)
  running.push(gateway)
  running.push(await startProcess('worker/main.ts', stage.processEnv))
  say('decide until told …')
  figures.push(...(await benchDecide(gateway, floor, stage.owner, cast, DECISIONS)))
  say('create …')
  figures.push(...(await benchCreate(gateway, floor, cast, TURN_MS)))
} finally {
  await Promise.all(running.map((each) => each.stop()))
  await stage.close()
}

const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGB: Math.round(totalmem() / 2 ** 30), node: process.version }
await writeFile(options.json, `${JSON.stringify({ at: began.toISOString(), seconds: Math.round((Date.now() - began.getTime()) / 1000), quick: options.quick, machine, figures }, null, 2)}\n`)
process.stdout.write(`${table(figures)}\n\n${machine.cpus} × ${machine.model}, ${machine.memoryGB} GB, Node ${machine.node}; written to ${options.json}\n`)
process.exit()
