import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { named, numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { cn } from '@/components/ui/cn'
import { Tag } from '@/components/ui/tag'
import { VisibleText } from '@/components/ui/visible-text'
import type { ToolRow } from '@/lib/tools/queries'
import { toolHref } from './tool-href'

/** What a phone has no room for; the tool's own page says it too. */
const wide = 'max-md:hidden'

export function ToolTable({ tools }: { tools: readonly ToolRow[] }) {
  const t = useTranslations('tools')
  const format = useFormatter()
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead>{t('column.tool')}</TableHead>
          <TableHead>{t('column.level')}</TableHead>
          <TableHead className={wide}>{t('column.data')}</TableHead>
          <TableHead className={wide}>{t('column.reversible')}</TableHead>
          <TableHead className={wide}>{t('column.amount')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('column.calls')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('column.denied')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => (
          <TableRow key={tool.id} className="relative">
            <TableCell className={named}>
              <Link href={toolHref(tool.id)} className="font-medium text-ink no-underline after:absolute after:inset-0 hover:underline">
                <code className="text-13">{tool.id}</code>
              </Link>{' '}
              {tool.discovered && <Tag tone="warn">{t('discovered')}</Tag>}
              {tool.name !== tool.id && <span className="block text-12 text-ink-3"><VisibleText text={tool.name} /></span>}
            </TableCell>
            <TableCell className="whitespace-nowrap"><Tag tone={tool.trustLevel === 4 ? 'crit' : 'neutral'}>{`L${tool.trustLevel}`}</Tag> <span className="text-12 text-ink-2">{t(`level.${tool.trustLevel as 0}`)}</span></TableCell>
            <TableCell className={cn(wide, tool.dataClass === 'unclassified' && 'text-ink-3')}>{t(`dataClass.${tool.dataClass}`)}</TableCell>
            <TableCell className={cn(wide, 'text-ink-2')}>{t(tool.reversible ? 'reversible.yes' : 'reversible.no')}</TableCell>
            <TableCell className={cn(wide, 'max-w-48 wrap-anywhere')}>{tool.amountPath ? <code className="text-12 ltr">{`${tool.amountPath} ${tool.currency ?? ''}`}</code> : <span className="text-ink-3">–</span>}</TableCell>
            <TableCell className={cn(numeric, wide)}>{format.number(tool.calls)}</TableCell>
            <TableCell className={cn(numeric, wide)}>{format.number(tool.denied)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
