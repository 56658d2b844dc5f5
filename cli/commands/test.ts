import { buildDesk } from '@/cli/build'
import { runCheck, runTests, type Tally } from '@/cli/checks'
import { ensureChromium } from '@/cli/chromium'
import type { Command } from '@/cli/command'
import { asFailure } from '@/cli/failure'

const say = (line: string) => console.log(line)

export const command: Command = {
  usage: 'test',
  summary: 'types, lint, unit, integration, API, fault and browser tests (what `npm test` runs)',
  database: false,
  async run() {
    const tallies: Tally[] = [
      await runCheck('route types', 'next/dist/bin/next', ['typegen']),
      ...(await Promise.all([
        runCheck('types', 'typescript/bin/tsc', ['--noEmit', '--incremental', 'false']),
        runCheck('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']),
      ])),
      ...(await Promise.all([
        runCheck('directions', 'dependency-cruiser/bin/dependency-cruise.mjs', ['app', 'components', 'lib', 'gateway', 'worker', 'cli', 'bench', 'packages', '--config', '.dependency-cruiser.cjs']),
        runCheck('unused code', 'knip/bin/knip.js', ['--no-progress']),
      ])),
      await runTests('unit'),
      await runTests('integration'),
      await runTests('api'),
      ...(await onBuiltDesk()),
    ]
    const passed = sum(tallies, 'passed')
    const failed = sum(tallies, 'failed')
    return { json: { passed, failed }, text: `${passed} passed, ${failed} failed`, exitCode: failed > 0 ? 1 : 0 }
  },
}

/** Both need the desk as it is shipped. */
async function onBuiltDesk(): Promise<Tally[]> {
  try {
    const chromium = ensureChromium(say)
    await buildDesk(say)
    return [await runTests('faults'), await runTests('e2e', { CHROMIUM_PATH: chromium })]
  } catch (error) {
    say(`FAILED  faults and e2e: ${asFailure(error).message}`)
    return [{ passed: 0, failed: 1 }]
  }
}

const sum = (tallies: Tally[], which: keyof Tally) => tallies.reduce((total, tally) => total + tally[which], 0)
