import { createHash, randomBytes } from 'node:crypto'
import { asWorkspaceId, systemCtx, type Ctx, type Role, type WorkspaceId } from '@/lib/context'
import { newId } from '@/lib/ids'
import { transact, type Tx } from '@/lib/transact'
import type { Prisma } from '@/lib/generated/prisma/client'
import type { Scope } from '@/packages/sdk/contract/scopes'

/** Puts rows into place through the real write path, as the installer would. */
async function put(workspace: WorkspaceId, what: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await transact(systemCtx(workspace, 'system:test', newId()), 'setup.run', async (tx) => {
    await work(tx)
    return { value: undefined, audit: [{ kind: 'system', event: `test.${what}` }] }
  })
}

export type AgentCtx = Ctx & { actor: Extract<Ctx['actor'], { kind: 'agent' }> }
export type UserCtx = Ctx & { actor: Extract<Ctx['actor'], { kind: 'user' }> }

export interface World {
  workspace: WorkspaceId
  person(roles?: readonly Role[], email?: string): Promise<UserCtx>
  agent(id: string, options?: { settings?: Partial<Prisma.AgentSettingsUncheckedCreateInput>; ownerId?: string }): Promise<AgentCtx & { secret: string }>
  tool(id: string, trustLevel: number, more?: Partial<Prisma.ToolUncheckedCreateInput>): Promise<string>
  permission(agentId: string, toolId: string, effect: string, maxAmount?: number): Promise<void>
  group(id: string): Promise<void>
  join(groupId: string, person: UserCtx): Promise<void>
}

/** A fresh workspace and the few nouns most tests need. The hold is 0 unless a test is about it. */
export async function aWorld(settings: Partial<Prisma.WorkspaceUncheckedCreateInput> = {}): Promise<World> {
  const workspace = asWorkspaceId(`w-${randomBytes(5).toString('hex')}`)
  await put(workspace, 'workspace', ({ db }) =>
    db.workspace.create({ data: { id: workspace, name: 'Test', approvalHoldMs: 0, ...settings } }),
  )
  const ctxOf = <A extends Ctx['actor']>(actor: A) => ({ workspace, actor, requestId: newId() })
  return {
    workspace,
    async person(roles = ['reviewer'], email = `p-${randomBytes(5).toString('hex')}@example.com`) {
      const id = newId()
      await put(workspace, 'person', async ({ db }) => {
        await db.user.create({ data: { id, email, name: email.split('@')[0] ?? email } })
        await db.member.create({ data: { workspaceId: workspace, id, roles: [...roles] } })
      })
      return ctxOf({ kind: 'user', id, email, roles, sessionId: newId() })
    },
    async agent(id, { settings: own, ownerId } = {}) {
      const keyId = newId()
      const secret = `cs_live_${randomBytes(24).toString('hex')}`
      const scopes: Scope[] = ['actions:write', 'actions:read', 'config:read']
      await put(workspace, 'agent', async ({ db }) => {
        await db.agent.create({ data: { workspaceId: workspace, id, name: id, createdBy: 'test', ownerId } })
        if (own) await db.agentSettings.create({ data: { workspaceId: workspace, agentId: id, updatedBy: 'test', ...own } })
        const secretSha256 = createHash('sha256').update(secret).digest()
        await db.apiKey.create({
          data: { workspaceId: workspace, id: keyId, agentId: id, name: 'test', prefix: secret.slice(0, 12), secretSha256, scopes, createdBy: 'test' },
        })
      })
      return { ...ctxOf({ kind: 'agent', id, keyId, scopes }), secret }
    },
    async tool(id, trustLevel, more = {}) {
      await put(workspace, 'tool', ({ db }) => db.tool.create({ data: { workspaceId: workspace, id, name: id, trustLevel, ...more } }))
      return id
    },
    group: (id) => put(workspace, 'group', ({ db }) => db.reviewerGroup.create({ data: { workspaceId: workspace, id, name: id, createdBy: 'test' } })),
    join: (groupId, { actor }) => put(workspace, 'join', ({ db }) => db.groupMember.create({ data: { workspaceId: workspace, groupId, memberId: actor.id } })),
    async permission(agentId, toolId, effect, maxAmount) {
      await put(workspace, 'permission', ({ db }) =>
        db.permission.create({ data: { workspaceId: workspace, id: newId(), agentId, toolId, effect, maxAmount, updatedBy: 'test' } }),
      )
    },
  }
}
