import { getTranslations } from 'next-intl/server'
import { GroupDialog } from '@/components/team/group-dialog'
import { GroupList } from '@/components/team/group-list'
import type { Ctx } from '@/lib/context'
import { listCandidates, listGroups } from '@/lib/groups/queries'
import { changeGroup, createGroup } from './actions'

/** The groups that tools can ask instead of every reviewer. */
export async function Groups({ ctx, may }: { ctx: Ctx; may: boolean }) {
  const [t, groups, candidates] = await Promise.all([getTranslations('team.groups'), listGroups(ctx), may ? listCandidates(ctx) : []])
  return (
    <section aria-labelledby="groups" className="mt-12">
      <div className="mb-3 flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="me-auto min-w-0">
          <h2 id="groups" className="text-16 font-semibold tracking-[-.01em]">{t('title')}</h2>
          <p className="mt-1 max-w-[40em] text-13 text-ink-2">{t('about')}</p>
        </div>
        {may && <GroupDialog action={createGroup} candidates={candidates} />}
      </div>
      <GroupList groups={groups} candidates={candidates} action={may ? changeGroup : null} />
    </section>
  )
}
