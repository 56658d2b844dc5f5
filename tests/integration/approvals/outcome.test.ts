import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'
import { closeDb, prisma, query } from '@/lib/db'
import { transact } from '@/lib/transact'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

/** Approves with `people` required; `hold` keeps what is approved retractable. */
async function aScene(people: number) {
  const world = await aWorld({ approvalHoldMs: 60_000 })
  const agent = await world.agent('bot', { settings: { maxActionsPerHour: 1000 } })
  await world.tool('change', 3, { requiredApprovals: people })
  const answer = await submit(agent, { tool: 'change', args: { to: 'first' } })
  if (answer.dry_run || !answer.approval) throw new Error('not put to people')
  return { world, agent, actionId: answer.id, approvalId: answer.approval.id }
}
const stored = async (id: string) => prisma.approval.findFirstOrThrow({ where: { id } })

test('after any votes, edits and changes of mind, what was answered is what the database made of it', async () => {
  const step = fc.record({ who: fc.nat(4), does: fc.constantFrom('yes', 'yes', 'edit', 'retract', 'no') })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { minLength: 4, maxLength: 10 }), async (people, steps) => {
      const { world, approvalId } = await aScene(people)
      const persons = await Promise.all(Array.from({ length: 5 }, () => world.person()))
      for (const [n, { who, does }] of steps.entries()) {
        const person = persons[who]
        if (!person) throw new Error('nobody')
        const { actionHash } = await stored(approvalId)
        const args = does === 'edit' ? { to: `edit ${n}` } : undefined
        const said = does === 'retract'
          ? retract(person, { approvalId }).then(() => null, () => null)
          : decide(person, { approvalId, decision: does === 'no' ? 'reject' : 'approve', comment: 'no', actionHash, args }).catch((error: { code?: string }) => {
              expect(error.code).toBe('conflict') // voted already, or over
              return null
            })
        const answer = await said
        const now = await stored(approvalId)
        const [{ votes } = { votes: -1 }] = await query<{ votes: number }>('SELECT count_votes($1, $2, $3) AS votes', [world.workspace, approvalId, now.actionHash])
        const action = await prisma.action.findFirstOrThrow({ where: { id: now.actionId } })
        expect(action.state).toBe(now.status)
        if (answer) expect(answer).toMatchObject({ status: now.status, votes, required: people })
      }
    }),
    { numRuns: 12 },
  )
})

test('a decision that the database folds otherwise is not committed, and nothing of it is', async () => {
  const { world, agent, actionId, approvalId } = await aScene(2)
  const person = await world.person()
  const { actionHash } = await stored(approvalId)
  const forged = transact(person, 'approvals.decide', (tx) => {
    tx.send(
      `INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, decided_by_id, action_hash, at)
       VALUES ($1, gen_random_uuid(), $2, 'approve', $3, $4, $5, clock_timestamp())`,
      [world.workspace, approvalId, person.actor.email, person.actor.id, actionHash],
    )
    tx.send('SELECT require_outcome($1, $2, $3, $4)', [world.workspace, approvalId, 'approved', 2])
    tx.send(`UPDATE agent_action_events SET state = 'approved', startable_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2`, [world.workspace, actionId])
    return Promise.resolve({ value: undefined, audit: [{ kind: 'approval', event: 'approval.decided' }] as const })
  })
  await expect(forged).rejects.toThrow('the approval is pending with 1 votes, not approved with 2')
  expect(await stored(approvalId)).toMatchObject({ status: 'pending' })
  expect(await prisma.decision.count({ where: { approvalId } })).toBe(0)
  await expect(start(agent, actionId, { args: { to: 'first' } })).rejects.toMatchObject({ code: 'not_approved' })
})
