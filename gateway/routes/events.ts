import { Readable } from 'node:stream'
import { defineRoute } from '@/gateway/define-route'
import { problemOf } from '@/gateway/plugins/errors'
import { isTerminal } from '@/lib/actions/machine'
import { readAction } from '@/lib/actions/queries'
import { sha256 } from '@/lib/actions/hash'
import { assertKeyLive } from '@/lib/auth/api-keys'
import { asAppError } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { follow } from '@/lib/live/follow'
import { ActionView } from '@/packages/sdk/contract/actions'

const BEAT_MS = 15_000

/** After it nothing more is told: nobody acts on what nobody knows the end of. */
const over = ({ state }: ActionView) => isTerminal(state) || state === 'unknown'

/** What the view says, in a word: whoever comes back with it is told only what is new. */
const markOf = (json: string) => sha256(json).slice(0, 32)

/** The same as a read, told again whenever it changes. */
export const eventRoute = defineRoute(
  {
    method: 'GET', path: '/v1/actions/{id}/events', name: 'events', scope: 'actions:read', stream: true,
    summary: 'One action as server-sent events: now, and after every change, until it ends.',
    answer: ActionView, problems: [],
  },
  async ({ ctx, id, request, reply, signal }) => {
    const known = request.headers['last-event-id']
    const first = await readAction(ctx, id)
    // To an EventSource, 204 says not to come again.
    if (over(first) && known === markOf(JSON.stringify(first))) return reply.code(204).send()
    const changes = follow({
      read: () => readAction(ctx, id),
      holds: () => assertKeyLive(ctx),
      ended: over,
      wants: (news) => news.workspace === ctx.workspace && (news.actionId === id || (news.event === 'key.revoked' && news.agentId === ctx.actor.id)),
      signal,
    })
    return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(Readable.from(written(changes, known, request.id)))
  },
)

async function* written(changes: AsyncGenerator<ActionView>, known: string | string[] | undefined, requestId: string): AsyncGenerator<string> {
  let told = known
  let coming = next(changes)
  yield 'retry: 1000\n\n'
  try {
    for (;;) {
      const { view, done } = await within(coming)
      if (done) return
      if (!view) {
        yield ': beat\n\n'
        continue
      }
      coming = next(changes)
      const json = JSON.stringify(view)
      const mark = markOf(json)
      if (mark !== told) yield `id: ${mark}\nevent: action\ndata: ${json}\n\n`
      told = mark
    }
  } catch (error) {
    const thrown = asAppError(error)
    const refusal = thrown instanceof AppError ? thrown : new AppError('internal', 'Something broke on our side.')
    yield `event: problem\ndata: ${JSON.stringify(problemOf(refusal, requestId))}\n\n`
  } finally {
    await changes.return(undefined)
  }
}

/** Asked for ahead, so it may fail when nobody looks any more. */
function next(changes: AsyncGenerator<ActionView>): Promise<IteratorResult<ActionView>> {
  const coming = changes.next()
  coming.catch(() => undefined)
  return coming
}

/** The next view, or none when nothing came for a while. */
async function within(coming: Promise<IteratorResult<ActionView>>): Promise<{ view?: ActionView; done?: boolean }> {
  let timer: NodeJS.Timeout | undefined
  const quiet = new Promise<null>((resolve) => (timer = setTimeout(resolve, BEAT_MS, null)))
  const next = await Promise.race([coming, quiet]).finally(() => clearTimeout(timer))
  return next === null ? {} : next.done ? { done: true } : { view: next.value }
}
