import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { changeSettings } from '@/lib/agents/change-settings'
import { create as createAgent } from '@/lib/agents/create'
import { createKey } from '@/lib/agents/create-key'
import { setPermission } from '@/lib/agents/set-permission'
import { comment } from '@/lib/approvals/comment'
import { decide } from '@/lib/approvals/decide'
import type { Role } from '@/lib/context'
import { prisma } from '@/lib/db'
import { create as createGroup } from '@/lib/groups/create'
import { newId } from '@/lib/ids'
import { create as createTool } from '@/lib/tools/create'
import { createUser } from '@/lib/users/create'
import { setPreferences } from '@/lib/users/set-preferences'
import { saveView } from '@/lib/views/save'
import { setRejectReasons } from '@/lib/workspaces/set-reject-reasons'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'

// As long and as strange as the schemas let them be: nothing here has a place where a line may break by itself.
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2)
export const HARD = {
  agent: 'a-very-long-agent-name-without-any-end-in-sight-0123456789abcde',
  tool: `payments.internal/v2/${'refund_with_partial_capture_and_reversal_'.repeat(2)}final`.slice(0, 120),
  name: `🧾${WORD}🧾`.slice(0, 200),
  hebrew: `סוכן${'להחזרותוזיכוייםמיוחדים'.repeat(6)}`,
  mixed: `Refund \u202e000,1$\u202c to ${'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)} 👩‍👩‍👧‍👦 עבור חשבון 44-1820`.slice(0, 200),
  digits: '1234567890'.repeat(4),
  money: 999_999_999_999_999,
}
const LONG_MAIL = (name: string) => `${name}.${'x'.repeat(50)}@${'very-long-subdomain.'.repeat(4)}example.com`
const ALL: readonly Role[] = ['reviewer', 'manager', 'admin', 'auditor']

export interface HardDesk {
  world: World
  english: UserCtx
  hebrew: UserCtx
  pending: string
  approved: string
  done: string
}

async function somebody({ workspace }: World, mail: string, name: string, locale: 'en' | 'he'): Promise<UserCtx> {
  const email = LONG_MAIL(mail)
  const { userId } = await createUser({ workspace, actor: { kind: 'system', id: 'system:test' }, requestId: newId() }, { email, name, roles: ALL, password: 'correct horse battery 42' })
  const ctx = { workspace, actor: { kind: 'user' as const, id: userId, email, roles: ALL, sessionId: newId() }, requestId: newId() }
  await setPreferences(ctx, { locale })
  return ctx
}

/** A workspace in which every name, number and text is as hard to lay out as the desk allows. */
export async function aHardDesk(): Promise<HardDesk> {
  const world = await aWorld({ name: HARD.name })
  const { workspace } = world
  const english = await somebody(world, 'wolfe', `Hubert ${WORD}`.slice(0, 200), 'en')
  const hebrew = await somebody(world, 'hebrew', HARD.hebrew, 'he')
  const key = (agentId: string) => createKey(english, { agentId, name: HARD.name, scopes: ['actions:write', 'actions:read', 'config:read'] })
  const group = 'x'.repeat(63)
  await createGroup(english, { id: group, name: HARD.hebrew, members: [english.actor.id, hebrew.actor.id] })
  await createTool(english, { id: HARD.tool, name: HARD.mixed, description: WORD.repeat(4), amountPath: `/${'deeply/nested_amount'.repeat(4)}`, currency: 'KWD', dataClass: 'confidential', requiredApprovals: 10, reviewerGroup: group })
  await createTool(english, { id: 'pay', name: HARD.hebrew, amountPath: '/amount', currency: 'USD', dataClass: 'personal' })
  await createAgent(english, { id: HARD.agent, name: HARD.name, description: WORD.repeat(6), team: WORD, ownerId: english.actor.id })
  await createAgent(english, { id: 'short', name: HARD.hebrew, description: HARD.hebrew, team: HARD.hebrew, ownerId: hebrew.actor.id })
  const manyTools = Array.from({ length: 12 }, (_, index) => `${HARD.tool.slice(0, 110)}_${index}`)
  await changeSettings(english, { agentId: HARD.agent, change: { approvalRequired: true, customPrompt: WORD.repeat(10), allowedTools: [...manyTools, HARD.tool, 'pay'], maxActionsPerHour: 1_000_000, settings: { [WORD]: HARD.digits, nested: { [HARD.hebrew]: [HARD.money, HARD.digits] } } } })
  await changeSettings(hebrew, { agentId: HARD.agent, change: { customPrompt: HARD.hebrew, blockedTools: manyTools.slice(0, 3) } })
  await setPermission(english, { agentId: HARD.agent, toolId: HARD.tool, effect: 'review', maxAmount: HARD.money })
  await setPermission(english, { agentId: HARD.agent, toolId: 'pay', effect: 'allow', maxAmount: HARD.money })
  await setRejectReasons(english, [HARD.name.slice(0, 100), HARD.hebrew.slice(0, 100)])
  await saveView(english, { name: WORD.slice(0, 80), address: `q=${WORD}`, shared: true })

  const { id: keyId } = await key(HARD.agent)
  const scopes = ['actions:write', 'actions:read', 'config:read'] as const
  const agent = { workspace, requestId: newId(), actor: { kind: 'agent' as const, id: HARD.agent, keyId, scopes } }
  const args = { amount: HARD.money, total: HARD.digits, minus: `-${HARD.digits}.00`, [WORD]: HARD.hebrew, to: HARD.mixed, list: [HARD.digits, { [HARD.hebrew]: WORD }] }
  const ask = async () => {
    const answer = await submit(agent, {
      tool: 'pay', args, action_name: HARD.mixed, action_name_he: HARD.hebrew, description: `${WORD.repeat(8)} ${HARD.hebrew}`, context: HARD.digits.repeat(30),
      evidence: [{ label: WORD, value: HARD.digits.repeat(3) }, { label: HARD.hebrew, value: HARD.mixed }],
      workflow: WORD, run_id: `run-${'0123456789'.repeat(19)}`, client_id: `CUST-${'9'.repeat(190)}`, amount: { value: HARD.money, currency: 'USD' }, expires_in_s: 600_000,
    })
    if (answer.dry_run || !answer.approval) throw new Error('nobody is asked')
    return { action: answer.id, approval: answer.approval.id }
  }
  const say = async (approvalId: string, decision: 'approve' | 'reject', words?: string) => {
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { workspaceId: workspace, id: approvalId } })
    await decide(hebrew, { approvalId, decision, actionHash, comment: words })
  }
  const good = await ask()
  await say(good.approval, 'approve')
  await start(agent, good.action, { args })
  await report(agent, good.action, {
    success: true, output: { [WORD]: HARD.digits, [HARD.hebrew]: HARD.mixed }, tokens: { input: 999_999_999_999, output: 999_999_999_999 }, cost_micros: 999_999_999_999, currency: 'USD', duration_ms: 999_999_999_999,
  })
  const failed = await ask()
  await say(failed.approval, 'approve')
  await start(agent, failed.action, { args })
  await report(agent, failed.action, { success: false, error: `${WORD}:${HARD.digits} ${HARD.hebrew}`, http_status: 503 })
  await say((await ask()).approval, 'reject', HARD.mixed)
  const pending = await ask()
  await comment(hebrew, { approvalId: pending.approval, body: `${WORD} ${HARD.hebrew} ${HARD.digits}` })
  return { world, english, hebrew, pending: pending.approval, approved: good.approval, done: good.action }
}
