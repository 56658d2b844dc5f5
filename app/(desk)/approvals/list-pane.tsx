import { ApprovalList } from '@/components/approvals/approval-list'
import { ListEmpty } from '@/components/approvals/list-empty'
import { ListHeader } from '@/components/approvals/list-header'
import { countOpen, filterChoices, listApprovals } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { decideTogether, retractTogether } from './actions'
import { FirstSteps } from './first-steps'

export async function ListPane({ ctx, filter }: { ctx: Ctx; filter: ApprovalFilter }) {
  const [page, count, choices] = await Promise.all([listApprovals(ctx, filter), countOpen(ctx), filterChoices(ctx)])
  const filtered = Boolean(filter.risk ?? filter.agent ?? filter.tool ?? filter.view ?? filter.q)
  const empty = (
    <div className="group/empty">
      {/* How to begin says it, too. */}
      <div className="max-lg:group-has-data-first-run/empty:hidden">
        <ListEmpty status={filter.status} filtered={filtered} more={page.next !== null} />
      </div>
      <div className="lg:hidden">
        <FirstSteps ctx={ctx} />
      </div>
    </div>
  )
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col border-line bg-panel lg:border-e">
      <ListHeader count={count} choices={choices} />
      <ApprovalList page={page} served={filter} at={count.now} empty={empty} together={{ decide: decideTogether, retract: retractTogether }} />
    </div>
  )
}
