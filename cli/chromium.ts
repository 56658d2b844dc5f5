import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { AppError } from '@/lib/errors'

const onDebian = '/usr/bin/chromium'
const places = [onDebian, '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Arial's widths, in both scripts, which pages stand on until their own letters are there (app/tokens.css). */
const letters = '/usr/share/fonts/truetype/croscore'

/** A browser for the tests: the one that is there, else Debian's own. Without one the tests fail, they never skip. */
export function ensureChromium(say: (line: string) => void): string {
  const found = [process.env.CHROMIUM_PATH, ...places].find((file) => file && existsSync(file))
  const missing = [...(found ? [] : ['chromium']), ...(existsSync(letters) ? [] : ['fonts-croscore'])]
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing ${missing.join(' and ')} for the browser tests …`)
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-q'], quiet)
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], quiet)
  }
  if (found) return found
  if (existsSync(onDebian)) return onDebian
  throw new AppError('unavailable', 'The browser tests need Chromium: install it (on Debian: apt-get install chromium fonts-croscore), or set CHROMIUM_PATH to one.')
}
