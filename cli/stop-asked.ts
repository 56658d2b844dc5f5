import { readFileSync } from 'node:fs'

export interface StopAsked {
  first: Promise<void>
  already(): boolean
}

/** Ctrl-C, `kill`, a closed terminal, or npm gone from above us. A second Ctrl-C does not hurry: the database stops last. */
export function stopAsked(): StopAsked {
  let already = false
  const first = new Promise<void>((resolve) => {
    const ask = () => {
      already = true
      resolve()
    }
    process.on('SIGINT', ask).on('SIGTERM', ask).on('SIGHUP', ask)
    const above = ancestors()
    if (process.env.npm_lifecycle_event) setInterval(() => (ancestors() === above ? undefined : ask()), 500).unref()
  })
  return { first, already: () => already }
}

/** npm runs us through a shell, and a killed npm leaves that shell behind: look at both, where /proc tells. */
function ancestors(): string {
  try {
    const parent = readFileSync(`/proc/${process.ppid}/status`, 'utf8')
    return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(parent)?.[1]}`
  } catch {
    return String(process.ppid)
  }
}
