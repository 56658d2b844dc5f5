import { Check, Circle, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card, Section } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import type { ApprovalDetail } from '@/lib/approvals/show'

/** Who has to say yes and who did, where that is more than one person or a group. Says so when it can no longer come about. */
export function Votes({ approval }: { approval: ApprovalDetail }) {
  const t = useTranslations('approvals.votes')
  const { status, required, votes, voters, group, decisions } = approval
  const pending = status === 'pending'
  const short = pending && votes + voters < required
  if (required < 2 && !group && !short) return null
  const yes = decisions.filter(({ counts }) => counts)
  return (
    <Section title={t('title')} aside={t('count', { votes, required })} data-votes={votes}>
      <Card className="px-3.5 py-2.5 text-13">
        {group && <p className="pb-1 text-ink-2">{t.rich('group', { name: group.name, em: (text) => <bdi className="font-medium text-ink">{text}</bdi> })}</p>}
        <ol className="m-0 list-none p-0">
          {yes.map(({ id, name, decidedBy, at }) => (
            <li key={id} className="flex items-center gap-2 py-[3px]">
              <Check aria-hidden className="size-3.5 shrink-0 text-ok" />
              <bdi className="me-auto min-w-0 truncate">{name ?? decidedBy}</bdi>
              <Time at={at} className="text-12 text-ink-3" />
            </li>
          ))}
          {pending && Array.from({ length: Math.max(0, required - votes) }, (_, index) => (
            <li key={index} className="flex items-center gap-2 py-[3px] text-ink-3">
              <Circle aria-hidden className="size-3.5 shrink-0" />
              {t('open')}
            </li>
          ))}
        </ol>
        {short && (
          <p className="mt-1.5 flex gap-2 border-t border-line pt-2 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {t(group ? 'shortageGroup' : 'shortage', { missing: required - votes, voters })}
          </p>
        )}
      </Card>
    </Section>
  )
}
