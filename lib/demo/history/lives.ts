import { oneOf } from '@/prisma/seed/random'
import type { AgentName } from '@/prisma/seed/agents'
import type { Facts } from '@/lib/actions/facts'
import { weighted } from './chance'
import { answerOf, endOf, type Times } from './fate'
import { exportData, HABITS, QUESTIONS, type Deed } from './habits'
import type { NewIdAt } from './ids'
import { during } from './incidents'
import { judge, type Asked, type Life } from './life'
import { HOUR, type Cell } from './plan'
import { PRINCIPALS } from './people'
import type { Shop } from './shop'

export interface Cast extends Times {
  workspace: string
  shop: Shop
  newId: NewIdAt
  keyOf: (agent: AgentName) => string
  /** What the database says of an agent and a tool now: rules do not change in the past. */
  factsOf: (agent: AgentName, tool: string) => Facts
  principals: ReadonlyMap<string, string>
}

/** The last 50 ends of an agent, as its risk is judged by. */
class Record50 {
  private readonly last: { tool: string; bad: boolean }[] = []
  private at = 0
  add(tool: string, bad: boolean): void {
    this.last[this.at++ % 50] = { tool, bad }
  }
  of(tool: string): Pick<Facts, 'total' | 'bad' | 'used_tool'> {
    return { total: this.last.length, bad: this.last.filter((each) => each.bad).length, used_tool: this.last.some((each) => each.tool === tool) }
  }
}

const isBad = (life: Life) => {
  if (life.effect === 'deny') return true
  const end = life.effect === 'allow' ? life.end : life.answer.kind === 'approved' && life.answer.then.kind === 'started' ? life.answer.then.end : null
  return (life.effect === 'review' && life.answer.kind === 'refused') || (end?.kind === 'reported' && !end.body.success)
}

/** Makes lives hour by hour. Whatever an agent wants beyond its limit of an hour it does not get, and that is told once. */
export class Chronicle {
  private readonly records = new Map<AgentName, Record50>()
  private run = { id: '', left: 0 }

  constructor(private readonly cast: Cast) {}

  *hour({ hour, agent, count }: Cell, onLimit: (at: Date) => void): Generator<Life> {
    const { random, factsOf, until } = this.cast
    const limit = factsOf(agent, 'lookup_order').max_actions_per_hour
    const end = Math.min(hour + HOUR, until)
    this.run.left = 0
    const times = Array.from({ length: count }, () => Math.floor(hour + random() * (end - hour))).sort((a, b) => a - b)
    for (const [place, at] of times.slice(0, limit).entries()) yield this.live(agent, new Date(at), place + 1, this.deed(agent, at))
    const over = times[limit]
    if (over !== undefined) onLimit(new Date(over))
  }

  /** Questions that stay open: they were asked in the last two days and can be answered for a week. */
  *questions(count: number): Generator<Life> {
    const { random, shop, until } = this.cast
    const agents = Object.entries(QUESTIONS) as [AgentName, NonNullable<(typeof QUESTIONS)[AgentName]>][]
    for (let each = 0; each < count; each++) {
      const [agent, make] = oneOf(agents as [(typeof agents)[0], ...typeof agents], random)
      const deed = make(shop, random)
      const at = new Date(Math.floor(until - 2 * 24 * HOUR * (1 - each / count)))
      const asked = this.asked(agent, at, 1, { ...deed, body: { ...deed.body, expires_in_s: 7 * 86_400 } })
      const judged = judge(this.cast.workspace, asked)
      if (judged.verdict.effect === 'review') yield { asked, judged, effect: 'review', answer: { kind: 'open' } }
    }
  }

  private deed(agent: AgentName, at: number): Deed {
    const { shop, random, incidents } = this.cast
    if (incidents.hammering.agents.includes(agent) && during(incidents.hammering, at)) return exportData(shop, random)
    return weighted(HABITS[agent], random).make(shop, random)
  }

  private live(agent: AgentName, at: Date, used: number, deed: Deed): Life {
    const asked = this.asked(agent, at, used, deed)
    const judged = judge(this.cast.workspace, asked)
    const { effect } = judged.verdict
    const life: Life =
      effect === 'deny' ? { asked, judged, effect } : effect === 'allow' ? { asked, judged, effect, end: endOf(asked, at, asked.body.args, deed, this.cast) } : { asked, judged, effect, answer: answerOf(asked, deed, this.cast) }
    this.recordOf(agent).add(asked.body.tool, isBad(life))
    return life
  }

  private asked(agent: AgentName, at: Date, used: number, { body }: Deed): Asked {
    const { newId, random, factsOf, keyOf, principals } = this.cast
    const id = newId(at)
    if (this.run.left-- <= 0) this.run = { id: `run-${id.slice(-12)}`, left: 2 + Math.floor(random() * 6) }
    const principal = agent === 'sales-agent' && random() < 0.6 ? oneOf(PRINCIPALS, random).email : undefined
    const known = factsOf(agent, body.tool)
    const facts: Facts = { ...known, ...this.recordOf(agent).of(body.tool), now: at, person_id: (principal && principals.get(principal)) ?? null }
    const more = { run_id: this.run.id, ...(principal && { on_behalf_of: principal }) }
    return { id, approvalId: newId(at, 1), at, agentId: agent, keyId: keyOf(agent), body: { ...body, ...more }, facts, used }
  }

  private recordOf(agent: AgentName): Record50 {
    const record = this.records.get(agent) ?? new Record50()
    this.records.set(agent, record)
    return record
  }
}
