import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { AppError } from '@/lib/errors'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** A browser for the tests: the one that is there, else Debian's own. Without one the tests fail, they never skip. */
export function ensureChromium(say: (line: string) => void): string {
  const found = [process.env.CHROMIUM_PATH, ...places].find((file) => file && existsSync(file))
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing chromium for the browser tests …')
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-q'], quiet)
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quiet)
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  throw new AppError('unavailable', 'The browser tests need Chromium: install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.')
}
