import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { named, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { cn } from '@/components/ui/cn'
import { Tag } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import type { MemberRow } from '@/lib/users/queries'
import { OneTimeTag } from './one-time-tag'
import { RoleTags } from './role-tags'

export function MemberTable({ members, selfId }: { members: readonly MemberRow[]; selfId: string }) {
  const t = useTranslations('team')
  return (
    <Table label={t('list')}>
      <thead>
        <tr>
          <TableHead className="ps-0">{t('member')}</TableHead>
          <TableHead className="max-md:hidden">{t('roles')}</TableHead>
          <TableHead className="max-md:hidden">{t('sessions')}</TableHead>
          <TableHead className="pe-0 text-end">{t('lastSeen')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <TableRow key={member.id}>
            <TableCell className={cn(named, 'py-2.5 ps-0')}>
              <div className="flex flex-wrap items-center gap-2">
                <Link href={`/team/${member.id}`} className="text-14 font-medium text-ink no-underline hover:underline">
                  <bdi>{member.name}</bdi>
                </Link>
                {member.id === selfId && <Tag>{t('you')}</Tag>}
                <OneTimeTag state={member.oneTime} />
              </div>
              <bdi className="break-all text-ink-2">{member.email}</bdi>
              <div className="mt-1.5 md:hidden">
                <RoleTags roles={member.roles} />
              </div>
            </TableCell>
            <TableCell className="py-2.5 max-md:hidden">
              <RoleTags roles={member.roles} />
            </TableCell>
            <TableCell className="py-2.5 nums max-md:hidden">{member.sessions}</TableCell>
            <TableCell className="py-2.5 pe-0 text-end whitespace-nowrap text-ink-2">
              {member.lastSeenAt ? <Time at={member.lastSeenAt} /> : t('never')}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
