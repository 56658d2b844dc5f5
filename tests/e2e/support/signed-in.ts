import type { Browser } from 'playwright-core'
import { openSession } from '@/lib/auth/open-session'
import { sealSession, sessionCookie } from '@/lib/auth/session-cookie'
import type { Role, WorkspaceId } from '@/lib/context'
import { newId } from '@/lib/ids'
import type { UserCtx, World } from '@/tests/support/world'
import { openPage, type Visit } from './browser'

const seal = async (sessionId: string) => `${sessionCookie.name}=${await sealSession(sessionId)}`

interface Somebody {
  workspace: WorkspaceId
  actor: { id: string }
}

const signIn = ({ workspace, actor }: Somebody) => openSession(workspace, actor.id, { requestId: newId() })

/** The cookie of a new session, as a request sends it. The form itself has its own test. */
export const cookieFor = async (person: Somebody) => seal(await signIn(person))

/** Somebody with these roles, signed in. */
export async function sessionOf(world: World, roles: readonly Role[]): Promise<{ cookie: string; ctx: UserCtx }> {
  const person = await world.person(roles)
  const sessionId = await signIn(person)
  return { cookie: await seal(sessionId), ctx: { ...person, actor: { ...person.actor, sessionId } } }
}

export const cookieOf = async (world: World, roles: readonly Role[]) => (await sessionOf(world, roles)).cookie

interface Desk {
  browser: Browser
  desk: string
}

/** A page in a browser that holds this cookie. */
export async function openPageWith({ browser, desk }: Desk, cookie: string, visit: Visit = {}) {
  const opened = await openPage(browser, desk, visit)
  await opened.context.addCookies([{ name: sessionCookie.name, value: cookie.slice(sessionCookie.name.length + 1), url: desk }])
  return opened
}

/** A page of somebody who is signed in. */
export const openPageAs = async (desk: Desk, person: Somebody, visit: Visit = {}) => openPageWith(desk, await cookieFor(person), visit)
