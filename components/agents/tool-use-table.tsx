import { useFormatter, useTranslations } from 'next-intl'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { ToolUse } from '@/lib/agents/history'

export function ToolUseTable({ tools }: { tools: readonly ToolUse[] }) {
  const t = useTranslations('agents.toolUse')
  const format = useFormatter()
  if (tools.length === 0) return <p className="text-13 text-ink-2">{t('none')}</p>
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead>{t('tool')}</TableHead>
          <TableHead className={numeric}>{t('calls')}</TableHead>
          <TableHead className={numeric}>{t('asked')}</TableHead>
          <TableHead className={numeric}>{t('denied')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => (
          <TableRow key={tool.toolId}>
            <TableCell><code className="text-12">{tool.toolId}</code></TableCell>
            <TableCell className={numeric}>{format.number(tool.calls)}</TableCell>
            <TableCell className={numeric}>{format.number(tool.asked)}</TableCell>
            <TableCell className={numeric}>{format.number(tool.denied)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
