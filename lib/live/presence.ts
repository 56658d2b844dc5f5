import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { announce } from '@/lib/live/announce'
import { subscribe } from '@/lib/live/listen'

/** Who looks says so every 20 s; twice unheard, they are taken to be gone. */
const HELD_MS = 45_000
const SWEEP_OVER = 500

type People = Map<string, number>
// One per process, also where a bundler loads this module twice. Nothing of it is ever stored.
const held = globalThis as typeof globalThis & { countersignPresence?: Map<string, People> }

const placeOf = (workspace: string, approvalId: string) => `${workspace} ${approvalId}`

/** What this process has heard; it listens from the first question on. */
function presence(): Map<string, People> {
  if (held.countersignPresence) return held.countersignPresence
  const places = (held.countersignPresence = new Map<string, People>())
  subscribe(
    ({ event }) => event.startsWith('presence.'),
    (heard) => {
      if (heard.kind === 'gap' || !heard.news.about || !heard.news.person) return
      note(places, placeOf(heard.news.workspace, heard.news.about), heard.news.person, heard.news.event === 'presence.left')
    },
  )
  return places
}

function note(places: Map<string, People>, place: string, person: string, leaves: boolean): void {
  const people = places.get(place) ?? new Map<string, number>()
  if (leaves) people.delete(person)
  else people.set(person, Date.now() + HELD_MS)
  if (people.size > 0) places.set(place, people)
  else places.delete(place)
  if (places.size > SWEEP_OVER) sweep(places)
}

function sweep(places: Map<string, People>): void {
  const now = Date.now()
  for (const [place, people] of places) {
    for (const [person, until] of people) if (until <= now) people.delete(person)
    if (people.size === 0) places.delete(place)
  }
}

const MEMBERS = `SELECT u.id, u.name FROM agent_approvals p JOIN members m ON m.workspace_id = p.workspace_id AND m.removed_at IS NULL
  JOIN users u ON u.id = m.id WHERE p.workspace_id = $1 AND p.id = $2 AND m.id = ANY ($3::uuid[]) ORDER BY u.name`

export interface Looking {
  id: string
  name: string
}

/** Says that the reader looks at an approval (or does no more); answers who else does. Told to everyone, kept by nobody. */
export async function look(ctx: Ctx, { approvalId, leaves }: { approvalId: string; leaves: boolean }): Promise<Looking[]> {
  const { workspace, actor } = ctx
  const [places, place] = [presence(), placeOf(workspace, approvalId)]
  const people = places.get(place)
  const now = Date.now()
  const others = [...(people ?? [])].filter(([id, until]) => id !== actor.id && until > now).map(([id]) => id)
  // Asked with the approval, so that nobody can be seen to look at what is not of this workspace.
  const known = await query<Looking>(MEMBERS, [workspace, approvalId, [actor.id, ...others]])
  if (!known.some(({ id }) => id === actor.id)) return []
  const event = leaves ? 'presence.left' : (people?.get(actor.id) ?? 0) > now ? 'presence.beat' : 'presence.came'
  // At once here, and by way of the database everywhere.
  note(places, place, actor.id, leaves)
  announce([JSON.stringify({ w: workspace, e: event, o: approvalId, p: actor.id })])
  return known.filter(({ id }) => id !== actor.id)
}
