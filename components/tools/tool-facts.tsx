import { useTranslations } from 'next-intl'
import type { ToolRow } from '@/lib/tools/queries'

/** The catalogue's entry for those who may only read it. */
export function ToolFacts({ tool }: { tool: ToolRow }) {
  const t = useTranslations('tools')
  const common = useTranslations('common')
  const people = t('people', { count: tool.trustLevel === 4 ? Math.max(2, tool.requiredApprovals) : tool.requiredApprovals })
  const facts = [
    [t('field.name'), <bdi key="n">{tool.name}</bdi>],
    [t('field.description'), tool.description ? <bdi key="d">{tool.description}</bdi> : '–'],
    [t('field.trustLevel'), `L${tool.trustLevel} · ${t(`level.${tool.trustLevel as 0}`)}`],
    [t('field.dataClass'), t(`dataClass.${tool.dataClass}`)],
    [t('field.reversible'), common(tool.reversible ? 'yes' : 'no')],
    [t('field.amountPath'), tool.amountPath ? <code key="p" className="ltr">{`${tool.amountPath} ${tool.currency ?? ''}`}</code> : common('none')],
    [t('field.whoDecides'), <span key="w">{people}{tool.groupName && <> · <bdi>{tool.groupName}</bdi></>}</span>],
    [t('field.inputSchema'), tool.inputSchema ? <pre key="s" className="mt-1 max-h-96 overflow-auto rounded-card border border-line bg-raised p-3 text-12 ltr">{JSON.stringify(JSON.parse(tool.inputSchema), null, 2)}</pre> : common('none')],
  ] as const
  return (
    <dl className="max-w-[560px]">
      {facts.map(([name, value]) => (
        <div key={name} className="border-b border-line py-2.5 first:pt-0">
          <dt className="text-12 text-ink-3">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
