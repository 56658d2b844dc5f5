import { defineRoute } from '@/app/define-route'
import { sessionMark } from '@/lib/auth/watch-session'
import { AppError } from '@/lib/errors'
import { liveStream } from '@/lib/live/stream'

export const dynamic = 'force-dynamic'

/** Says when something changed in the workspace of this session. One stream per browser (components/live/live-stream.ts). */
export const GET = defineRoute('signed_in', async ({ workspace }, request, { sessionId }) => {
  const mark = await sessionMark(sessionId)
  if (!mark) throw new AppError('unauthenticated', 'Sign in first.')
  const holds = async () => (await sessionMark(sessionId)) === mark
  return new Response(liveStream({ workspace, holds, signal: request.signal }), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform: Next's compression would hold every event back until the stream ends.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
})
