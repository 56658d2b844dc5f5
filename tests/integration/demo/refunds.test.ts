import { answer, eventually, openGateway, personOf } from './stage'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { setHold } from '@/lib/workspaces/set-hold'
import { systemCtx } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { Agent } from '@/lib/demo/agents/agent'
import type { Gateway } from '@/lib/demo/agents/gateway'
import { refund } from '@/lib/demo/agents/refund'
import { addAgents, addTools } from '@/lib/demo/catalogue'
import { openDoors } from '@/lib/demo/keys'
import { fillShop } from '@/lib/demo/shop/fill'
import { toolbox } from '@/lib/demo/shop/toolbox'
import type { JsonObject } from '@/packages/sdk/contract/json'

const complaint = { orderId: 'ORD-00123', reason: 'damaged on arrival', story: 'A cracked panel.', openForS: 600 }
const REFUND = 'Refund $1,840.00 to Maya Cohen'

let http: Awaited<ReturnType<typeof openGateway>>
let reviewer: Awaited<ReturnType<typeof personOf>>
let senior: Gateway
let agent: Agent
let basic: Agent

beforeAll(async () => {
  http = await openGateway()
  reviewer = await personOf('refunds', ['reviewer', 'admin'])
  const ctx = systemCtx(reviewer.workspace, 'system:demo', newId())
  const done = () => Promise.resolve()
  await setHold(ctx, 0)
  await addTools(ctx, done)
  await addAgents(ctx, done)
  const doors = await openDoors(ctx, http.url)
  senior = doors.get('refund-agent-senior') as Gateway
  agent = programOf(senior, 'refund-agent-senior')
  basic = programOf(doors.get('refund-agent-basic') as Gateway, 'refund-agent-basic')
})
beforeEach(() => fillShop(reviewer.workspace, new Date()))
afterAll(() => http.close())

function programOf(gateway: Gateway, name: string): Agent {
  const runTool = (tool: string, args: JsonObject, action: string) =>
    toolbox[tool as keyof typeof toolbox]({ workspace: reviewer.workspace, agent: name, action }, args)
  return new Agent({ gateway, runTool, waiting: { count: 0 }, signal: new AbortController().signal })
}

const refunds = () => query<{ id: string; amount_cents: number }>('SELECT id, amount_cents FROM demo_shop.refunds WHERE workspace_id = $1', [reviewer.workspace])
const order = async () =>
  (await query<{ refunded_cents: number; status: string }>(`SELECT refunded_cents, status FROM demo_shop.orders WHERE workspace_id = $1 AND id = 'ORD-00123'`, [reviewer.workspace]))[0]
const untouched = async () => {
  expect(await refunds()).toEqual([])
  expect(await order()).toEqual({ refunded_cents: 0, status: 'delivered' })
}

describe('a refund of the demo shop', { timeout: 120_000 }, () => {
  test('is one row and one changed order when a person approves it', async () => {
    const asking = refund(agent, complaint)
    await answer(reviewer, REFUND, 'approve')
    await asking
    expect(await refunds()).toMatchObject([{ amount_cents: 184_000 }])
    expect(await order()).toEqual({ refunded_cents: 184_000, status: 'refunded' })
    const [last] = (await senior.list('succeeded')).actions
    expect(last).toMatchObject({ tool: 'issue_refund', result: { success: true, output: { amount_cents: 184_000 } } })
    expect(last?.result?.tokens?.input).toBeGreaterThan(0)
  })

  test('changes nothing when a person rejects it', async () => {
    const asking = refund(agent, complaint)
    await answer(reviewer, REFUND, 'reject', 'The photo shows another panel.')
    await asking
    await untouched()
  })

  test('is asked again, smaller, when a person answers with a smaller amount', async () => {
    const asking = refund(agent, complaint)
    await answer(reviewer, REFUND, 'reply', 'It still works: at most $100, please.')
    await answer(reviewer, 'Refund $100.00 to Maya Cohen', 'approve')
    await asking
    expect(await refunds()).toMatchObject([{ amount_cents: 10_000 }])
    expect(await order()).toEqual({ refunded_cents: 10_000, status: 'delivered' })
  })

  test('changes nothing when nobody answers in time', async () => {
    const asking = refund(agent, { ...complaint, openForS: 10 })
    const expired = () => query(`SELECT 1 FROM agent_approvals WHERE workspace_id = $1 AND status = 'expired'`, [reviewer.workspace])
    await eventually(async () => ((await closeOverdueBatch()) ? expired() : []), (rows) => rows.length > 0)
    await asking
    expect(await expired()).toHaveLength(1)
    await untouched()
  })

  test('over the limit of its agent is denied, and the agent respects that', async () => {
    await refund(basic, complaint)
    await untouched()
  })

  test('is paid once when two programs of the agent start the same action', async () => {
    const asked = await senior.submit({ tool: 'issue_refund', args: { order_id: 'ORD-00123', amount_cents: 5000, reason: 'twice' }, action_name: 'Twice' })
    await answer(reviewer, 'Twice', 'approve')
    const start = async () => {
      const { args } = await senior.start(asked.id, asked.args)
      return toolbox.issue_refund({ workspace: reviewer.workspace, agent: 'refund-agent-senior', action: asked.id }, args)
    }
    const started = await Promise.allSettled([start(), start(), start()])
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refunds()).toHaveLength(1)
    expect((await order())?.refunded_cents).toBe(5_000)
  })

  test('is paid once even when the tool itself runs twice for one action, and never beyond the order', async () => {
    const call = { workspace: reviewer.workspace, agent: 'refund-agent-senior', action: newId() }
    const args = { order_id: 'ORD-00123', amount_cents: 100_000, reason: 'again' }
    await Promise.all([toolbox.issue_refund(call, args), toolbox.issue_refund(call, args)])
    await expect(toolbox.issue_refund({ ...call, action: newId() }, args)).rejects.toThrow('Only 84000 cents')
    expect(await refunds()).toHaveLength(1)
    expect((await order())?.refunded_cents).toBe(100_000)
  })
})

test('production is refused by the tool itself, even after a yes', async () => {
  const call = { workspace: reviewer.workspace, agent: 'admin-agent-dev', action: newId() }
  const restart = (environment: string) => toolbox.restart_service(call, { service: 'checkout-api', environment })
  await expect(restart('prod')).rejects.toThrow('refuses production')
  await expect(restart('staging')).resolves.toMatchObject({ restarts: 1, healthy: true })
})
