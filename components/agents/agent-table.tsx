import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { named, numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { AgentRow } from '@/lib/agents/queries'
import { AgentState } from './agent-state'

/** What a phone has no room for; the agent's own page says it too. */
const wide = 'max-sm:hidden'

export function AgentTable({ agents }: { agents: readonly AgentRow[] }) {
  const t = useTranslations('agents')
  const format = useFormatter()
  const share = ({ actions, denied }: AgentRow) =>
    actions ? format.number(denied / actions, { style: 'percent', maximumFractionDigits: 1 }) : '–'
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead>{t('column.agent')}</TableHead>
          <TableHead className={wide}>{t('column.team')}</TableHead>
          <TableHead>{t('column.status')}</TableHead>
          <TableHead className={wide}>{t('column.ceiling')}</TableHead>
          <TableHead>{t('column.seen')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('column.actions')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('column.blocked')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <TableRow key={agent.id} className="relative">
            <TableCell className={named}>
              <Link href={`/agents/${agent.id}`} className="font-medium text-ink no-underline after:absolute after:inset-0 hover:underline">
                <VisibleText text={agent.name} />
              </Link>
              {agent.name !== agent.id && <code className="block text-12 text-ink-3">{agent.id}</code>}
            </TableCell>
            <TableCell className={cn('min-w-24 wrap-anywhere text-ink-2', wide)}><bdi>{agent.team}</bdi></TableCell>
            <TableCell><AgentState enabled={agent.enabled} archived={agent.archived} /></TableCell>
            <TableCell className={wide}><Tag>{`L${agent.trustCeiling}`}</Tag></TableCell>
            <TableCell className="whitespace-nowrap text-ink-2">{agent.lastSeenAt ? <Time at={agent.lastSeenAt} /> : t('neverSeen')}</TableCell>
            <TableCell className={cn(numeric, wide)}>{format.number(agent.actions)}</TableCell>
            <TableCell className={cn(numeric, wide)}>{share(agent)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
