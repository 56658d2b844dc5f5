import { subscribe } from '@/lib/live/listen'

interface StreamOptions {
  workspace: string
  /** Whether whoever listens may still do so; asked every second and on every change of sign-in or membership. */
  holds: () => Promise<boolean>
  signal: AbortSignal
  checkMs?: number
}

const CHECK_MS = 900
const BEAT_MS = 15_000
/** A burst of news is told once. */
const GATHER_MS = 150
/** Who looks at what has no place in the pages, only beside the document. A beat tells nothing new. */
const SOMEBODY_LOOKS = /^presence\.(came|left)$/
const ABOUT_PRESENCE = /^presence\./
const ABOUT_ACCESS = /^(session|user|member|password)\./

/**
 * Server-Sent Events that say that something changed in a workspace, never what: readers look again with their own
 * rights. Ends within a second of the moment `holds` says no, and when it cannot be asked.
 */
export function liveStream({ workspace, holds, signal, checkMs = CHECK_MS }: StreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop = () => {}
  return new ReadableStream({
    start(controller) {
      let over = false
      let gathering: NodeJS.Timeout | undefined
      const send = (text: string) => {
        if (!over) controller.enqueue(encoder.encode(text))
      }
      const end = () => {
        if (over) return
        over = true
        unsubscribe()
        clearInterval(checking)
        clearInterval(beating)
        clearTimeout(gathering)
        signal.removeEventListener('abort', end)
        controller.close()
      }
      stop = end
      const check = () => void holds().then((still) => still || end(), end)
      // Asked each time: whoever may no longer listen hears of nothing that came after.
      const say = (event: string) => void holds().then((still) => (still ? send(`event: ${event}\ndata: {}\n\n`) : end()), end)
      const tell = () => {
        gathering ??= setTimeout(() => {
          gathering = undefined
          say('news')
        }, GATHER_MS)
      }
      const unsubscribe = subscribe(
        (news) => news.workspace === workspace || ABOUT_ACCESS.test(news.event),
        (heard) => {
          if (heard.kind === 'news' && ABOUT_ACCESS.test(heard.news.event)) check()
          if (heard.kind === 'news' && ABOUT_PRESENCE.test(heard.news.event)) {
            if (heard.news.workspace === workspace && SOMEBODY_LOOKS.test(heard.news.event)) say('presence')
          } else if (heard.kind === 'gap' || heard.news.workspace === workspace) tell()
        },
      )
      const checking = setInterval(check, checkMs)
      const beating = setInterval(() => send(': beat\n\n'), BEAT_MS)
      signal.addEventListener('abort', end)
      send('retry: 1000\nevent: ready\ndata: {}\n\n')
      if (signal.aborted) end()
    },
    cancel: () => stop(),
  })
}
