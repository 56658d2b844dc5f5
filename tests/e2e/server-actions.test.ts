import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Gate } from '@/app/action'
import { submit } from '@/lib/actions/submit'
import { openSession } from '@/lib/auth/open-session'
import { can } from '@/lib/auth/permissions'
import { ROLES, systemCtx } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { create as createGroup } from '@/lib/groups/create'
import { newId } from '@/lib/ids'
import { registerKeys } from '@/lib/signing/register'
import { saveView } from '@/lib/views/save'
import { anAuthenticator } from '@/tests/support/authenticator'
import { putPasskey } from '@/tests/support/passkeys'
import { aWorld, type World } from '@/tests/support/world'
import { PASSWORD } from './support/people'
import { builtActions, postAction, type ServerAction } from './support/post-action'
import { cookieOf } from './support/signed-in'
import { startStack, type Stack } from './support/stack'

type Fields = Record<string, string | string[]>
interface Rule {
  /** `public`: before there is a session. */
  gate: Gate | 'public'
  /** Fields that are right but for an id of another workspace; absent where no id is taken. */
  foreign?: (other: Other) => Fields
}
interface Other {
  agent: string
  key: string
  person: string
  session: string
  action: string
  approval: string
  hash: string
  tool: string
  group: string
  view: string
  workspace: string
  passkey: string
}

const settingsForm = {
  version: '1', maxActionsPerHour: '1', trustCeiling: '0', allowedTools: '', blockedTools: '', customPrompt: '', settings: '{}', changed: 'trustCeiling',
}
const toolForm = { version: '1', name: 'taken over', description: '', trustLevel: '0', dataClass: 'public', amountPath: '', currency: '', inputSchema: '', requiredApprovals: '1', reviewerGroup: '', changed: 'trustLevel' }
const details = { name: 'taken over', description: '', team: '', ownerId: '' }
const agents = { gate: 'agents.change' } as const
const tools = { gate: 'tools.change' } as const
const team = { gate: 'members.change' } as const
const own = { gate: 'signed_in' } as const

/** Every action of the desk. One that is built and not here, or here and not built, fails the first test. */
const RULES: Record<string, Rule> = {
  signIn: { gate: 'public' },
  signOut: { gate: 'password_change' },
  changePassword: { gate: 'password_change' },
  savePreference: own,
  saveProfile: own,
  revokeOtherSessions: own,
  revokeSession: { ...own, foreign: ({ session }) => ({ sessionId: session }) },
  beginEnrolment: own,
  finishEnrolment: own,
  renamePasskey: { ...own, foreign: ({ passkey }) => ({ passkeyId: passkey, name: 'taken over' }) },
  removePasskey: { ...own, foreign: ({ passkey }) => ({ passkeyId: passkey, currentPassword: PASSWORD }) },
  switchWorkspace: { ...own, foreign: ({ workspace }) => ({ workspace }) },
  decideApproval: { gate: 'approvals.decide', foreign: ({ approval, hash }) => ({ approval, hash, decision: 'approve' }) },
  previewApprovalEdit: { gate: 'approvals.decide', foreign: ({ approval }) => ({ approval, args: '{"n":2}' }) },
  settleAction: { gate: 'approvals.decide', foreign: ({ action }) => ({ action, outcome: 'succeeded', note: 'seen' }) },
  beginStepUp: { gate: 'approvals.decide', foreign: ({ approval, hash }) => ({ approval, hash, decision: 'approve' }) },
  decideTogether: { gate: 'approvals.decide' },
  retractTogether: { gate: 'approvals.decide' },
  assignApproval: { gate: 'approvals.decide', foreign: ({ approval }) => ({ approval, member: '' }) },
  snoozeApproval: { gate: 'approvals.decide', foreign: ({ approval }) => ({ approval, until: new Date(Date.now() + 60_000).toISOString() }) },
  commentApproval: { gate: 'approvals.decide', foreign: ({ approval }) => ({ approval, body: 'words' }) },
  retractApproval: { gate: 'approvals.decide', foreign: ({ approval }) => ({ approval }) },
  createAgent: agents,
  createFirstAgent: agents,
  changeHold: agents,
  changeRejectReasons: agents,
  createDelegation: { gate: 'approvals.decide', foreign: ({ person }) => ({ delegate: person, from: new Date().toISOString().slice(0, 10), until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }) },
  endOwnDelegation: { gate: 'approvals.decide' },
  editDetails: { ...agents, foreign: ({ agent }) => ({ agentId: agent, ...details }) },
  switchAgent: { ...agents, foreign: ({ agent }) => ({ agentId: agent, enabled: 'false' }) },
  archiveAgent: { ...agents, foreign: ({ agent }) => ({ agentId: agent }) },
  makeKey: { ...agents, foreign: ({ agent }) => ({ agentId: agent, name: 'stolen', scopes: ['actions:write'] }) },
  endKey: { ...agents, foreign: ({ key }) => ({ keyId: key }) },
  changePermission: { ...agents, foreign: ({ agent, tool }) => ({ agentId: agent, toolId: tool, version: '0', currency: '', effect: 'allow', limit: '' }) },
  saveSettings: { ...agents, foreign: ({ agent }) => ({ agentId: agent, ...settingsForm }) },
  createTool: tools,
  changeUnknownTools: tools,
  changeTool: { ...tools, foreign: ({ tool }) => ({ toolId: tool, ...toolForm }) },
  inviteMember: team,
  changeRoles: { ...team, foreign: ({ person }) => ({ userId: person, roles: ['admin'] }) },
  resetPassword: { ...team, foreign: ({ person }) => ({ userId: person }) },
  revokeMemberSession: { ...team, foreign: ({ person, session }) => ({ userId: person, sessionId: session }) },
  removeMemberPasskeys: { ...team, foreign: ({ person }) => ({ userId: person }) },
  removeMember: { ...team, foreign: ({ person }) => ({ userId: person }) },
  createGroup: { ...team, foreign: ({ person }) => ({ id: 'new-group', name: '', members: [person] }) },
  changeGroup: { ...team, foreign: ({ group }) => ({ groupId: group, name: 'taken over' }) },
  saveView: { gate: 'views.change' },
  removeView: { gate: 'views.change', foreign: ({ view }) => ({ viewId: view }) },
  startDemo: { gate: 'demo.run' },
  stopDemo: { gate: 'demo.run' },
}

/** One of everything, in a workspace that the caller does not belong to. */
async function populate(world: World): Promise<Other> {
  const id = `theirs-${newId().slice(-8)}`
  const agent = await world.agent(id)
  const tool = await world.tool(`tool-${id}`, 3)
  const person = await world.person(['admin'])
  const { actor } = person
  const passkey = await putPasskey(person, anAuthenticator())
  const group = `group-${id}`
  await createGroup(systemCtx(world.workspace, 'system:cli', newId()), { id: group })
  const session = await openSession(world.workspace, actor.id, { requestId: newId() })
  const { id: view } = await saveView(person, { name: 'theirs', address: '', shared: true })
  const asked = await submit(agent, { tool, args: { n: 1 } })
  const approval = asked.dry_run ? undefined : asked.approval?.id
  const [row] = await query<{ action_hash: string }>('SELECT action_hash FROM agent_approvals WHERE id = $1', [approval])
  return { agent: id, key: agent.actor.keyId, person: actor.id, session, action: asked.id ?? '', approval: approval ?? '', hash: row?.action_hash ?? '', tool, group, view, workspace: world.workspace, passkey }
}

let stack: Stack
let mine: World
let other: World
const actions = builtActions()
const ruleOf = ({ name }: ServerAction) => RULES[name] ?? ({ gate: 'agents.change' } satisfies Rule)
const guarded = actions.filter((action) => ruleOf(action).gate !== 'public')
const written = async () => (await query<{ n: number }>('SELECT count(*) AS n FROM agent_audit_log'))[0]?.n

beforeAll(async () => {
  stack = await startStack()
  mine = await aWorld()
  other = await aWorld()
  // The worker does it at its first sight of a workspace; these tests count what is written.
  await registerKeys()
})
afterAll(async () => {
  await stack.stop()
  await closeDb()
})

test('every action of the build has its rule here, and every rule its action', () => {
  expect(actions.map(({ name }) => name).sort()).toEqual(Object.keys(RULES).sort())
})

describe('whoever posts to an action', () => {
  test.each(actions)('$name: from no page or a foreign page is refused', async (action) => {
    const cookie = await cookieOf(mine, ROLES)
    const before = await written()
    for (const origin of [null, 'null', 'https://evil.example', `${stack.desk}.evil.example`]) {
      expect(await postAction(stack.desk, action, { cookie, origin })).toMatchObject({ status: 403, ok: false })
    }
    expect(await written()).toBe(before)
  })

  test.each(guarded)('$name: without a session is refused', async (action) => {
    const before = await written()
    for (const cookie of [undefined, 'countersign-session=forged']) {
      const answer = await postAction(stack.desk, action, { cookie })
      expect(answer, answer.text).toMatchObject({ code: 'unauthenticated', ok: false })
    }
    expect(await written()).toBe(before)
  })

  test.each(guarded)('$name: with each role that may not is refused', async (action) => {
    const { gate } = ruleOf(action)
    for (const role of ROLES) {
      if (gate === 'signed_in' || gate === 'password_change' || gate === 'public' || can([role], gate)) continue
      const cookie = await cookieOf(mine, [role])
      const before = await written()
      expect(await postAction(stack.desk, action, { cookie }), role).toMatchObject({ code: 'forbidden', ok: false })
      expect(await written()).toBe(before)
    }
  })

  test.each(guarded.filter((action) => ruleOf(action).foreign))('$name: with an id of another workspace finds nothing', async (action) => {
    const ids = await populate(other)
    const cookie = await cookieOf(mine, ROLES)
    const before = await written()
    const answer = await postAction(stack.desk, action, { cookie, fields: ruleOf(action).foreign?.(ids) })
    expect(answer, answer.text.slice(0, 2000)).toMatchObject({ code: 'not_found', ok: false })
    expect(await written()).toBe(before)
  })
})
