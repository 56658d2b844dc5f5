import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { toolHref } from '@/components/tools/tool-href'
import { named, numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { cn } from '@/components/ui/cn'
import { Tag } from '@/components/ui/tag'
import type { FormAction } from '@/components/ui/action-result'
import type { Candidate, GroupRow } from '@/lib/groups/queries'
import { GroupDialog } from './group-dialog'

interface GroupListProps {
  groups: readonly GroupRow[]
  candidates: readonly Candidate[]
  /** Null for those who may only read. */
  action: FormAction | null
}

export function GroupList({ groups, candidates, action }: GroupListProps) {
  const t = useTranslations('team.groups')
  if (groups.length === 0) return <p className="border-t border-line pt-3 text-13 text-ink-2">{t('none')}</p>
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead className="ps-0">{t('group')}</TableHead>
          <TableHead>{t('members')}</TableHead>
          <TableHead className="max-md:hidden">{t('tools')}</TableHead>
          {action && <TableHead className={numeric}><span className="sr-only">{t('edit')}</span></TableHead>}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <TableRow key={group.id}>
            <TableCell className={cn(named, 'py-2.5 ps-0')}>
              <bdi className="font-medium">{group.name}</bdi>
              {group.name !== group.id && <code className="block text-12 text-ink-3">{group.id}</code>}
            </TableCell>
            <TableCell className="min-w-28 py-2.5 wrap-anywhere">
              <Members group={group} />
              <Shortage group={group} />
            </TableCell>
            <TableCell className={cn(named, 'py-2.5 max-md:hidden')}>
              {group.tools.length === 0 && <span className="text-ink-3">–</span>}
              {group.tools.map((id) => <Link key={id} href={toolHref(id)} className="block w-fit text-13"><code>{id}</code></Link>)}
            </TableCell>
            {action && (
              <TableCell className="py-2 pe-0 text-end align-top">
                <GroupDialog action={action} candidates={candidates} group={group} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

function Members({ group }: { group: GroupRow }) {
  const t = useTranslations('team.groups')
  if (group.members.length === 0) return <span className="block text-ink-3">{t('empty')}</span>
  return (
    <ul className="m-0 list-none p-0">
      {group.members.map(({ id, name, decides }) => (
        <li key={id} className={decides ? undefined : 'text-ink-3'}>
          <bdi>{name}</bdi>
          {!decides && <span className="text-12"> · {t('noReviewer')}</span>}
        </li>
      ))}
    </ul>
  )
}

/** A group that tools ask needs enough people who can decide, or every request to it expires. */
function Shortage({ group }: { group: GroupRow }) {
  const t = useTranslations('team.groups')
  const able = group.members.filter(({ decides }) => decides).length
  if (able >= group.required) return null
  return <Tag tone="warn" className="mt-1 h-auto whitespace-normal py-0.5">{able === 0 ? t('nobody') : t('tooFew', { required: group.required })}</Tag>
}
