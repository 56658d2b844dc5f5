import { useFormatter, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import { percentile } from '@/lib/metrics/histogram'
import type { AgentRow, ToolRow } from '@/lib/metrics/queries'
import { share, type Decisions } from '@/lib/metrics/series'
import { Ranking } from './ranking'
import { useShare } from './tiles'
import { useDuration } from './use-duration'

/** The question "who is blocked most?": shares of what each agent asked for. */
export function AgentRanking({ rows, about }: { rows: readonly AgentRow[]; about: About }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  return (
    <Ranking
      title={t('agents.title')}
      note={t('agents.note')}
      empty={t('empty')}
      file="countersign-agents"
      first={t('agent')}
      columns={[t('calls'), t('agents.blocked')]}
      rows={rows.map((row) => ({
        name: row.agent,
        title: row.name,
        href: behindHref(about, { sort: 'blocked', agent: row.agent }),
        cells: [
          { shown: format.number(row.calls), value: row.calls },
          { shown: <Bar share={row.blocked / row.calls}>{said(share(row.blocked, row.calls))}</Bar>, value: row.blocked / row.calls },
        ],
      }))}
    />
  )
}

function Bar({ share: part, children }: { share: number; children: string }) {
  return (
    <>
      <span aria-hidden className="me-2 inline-block h-1.5 w-14 overflow-hidden rounded-full bg-line align-[2px] max-sm:hidden">
        <span className="block h-full bg-bad" style={{ inlineSize: `${part * 100}%` }} />
      </span>
      <span className="inline-block min-w-11">{children}</span>
    </>
  )
}

/** The question "which tools are the most dangerous?". */
export function ToolRanking({ rows, about }: { rows: readonly ToolRow[]; about: About }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  return (
    <Ranking
      title={t('tools.title')}
      note={t('tools.note')}
      empty={t('empty')}
      file="countersign-tools"
      first={t('tool')}
      columns={[t('calls'), t('tools.risk'), t('tools.failed')]}
      rows={rows.map((row) => ({
        name: row.tool,
        href: behindHref(about, { sort: 'all', tool: row.tool }),
        cells: [
          { shown: format.number(row.calls), value: row.calls },
          { shown: format.number(row.risk, { maximumFractionDigits: 0 }), value: Number(row.risk.toFixed(2)) },
          { shown: said(share(row.failed, row.finished)), value: row.finished > 0 ? row.failed / row.finished : null },
        ],
      }))}
    />
  )
}

export interface ReviewerRow extends Decisions {
  reviewer: string
}

/** The question "how fast do we answer?", for each person whose vote decided. */
export function ReviewerRanking({ rows, about }: { rows: readonly ReviewerRow[]; about: About }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const duration = useDuration()
  const said = useShare()
  const took = (row: ReviewerRow, part: number) => {
    const ms = percentile(row.took, part)
    return { shown: ms === null ? '–' : duration(ms), value: ms }
  }
  return (
    <Ranking
      title={t('reviewers.title')}
      note={t('reviewers.note')}
      empty={t('pace.none')}
      file="countersign-reviewers"
      className="md:col-span-2"
      first={t('reviewers.person')}
      columns={[t('reviewers.decided'), t('reviewers.approved'), 'p50', 'p95', 'p99']}
      rows={rows.map((row) => {
        const decided = row.approved + row.rejected
        return {
          name: row.reviewer,
          href: behindHref(about, { sort: 'decided', reviewer: row.reviewer }),
          cells: [
            { shown: format.number(decided), value: decided },
            { shown: said(share(row.approved, decided)), value: row.approved / decided },
            took(row, 0.5),
            took(row, 0.95),
            took(row, 0.99),
          ],
        }
      })}
    />
  )
}

/** Which codes the started actions ended with that did not end well. */
export function ErrorRanking({ errors, about }: { errors: Readonly<Record<string, number>>; about: About }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const all = Object.values(errors).reduce((sum, count) => sum + count, 0)
  const named = (code: string) => (code === 'no_result' || code === 'failed' ? t(`errors.code.${code}`) : t('errors.http', { code }))
  return (
    <Ranking
      title={t('errors.byCode')}
      note={t('errors.note')}
      empty={t('errors.none')}
      file="countersign-errors"
      first={t('errors.codeHead')}
      columns={[t('errors.count'), t('errors.share')]}
      rows={Object.entries(errors).sort(([, a], [, b]) => b - a).map(([code, count]) => ({
        name: named(code),
        href: behindHref(about, { sort: 'errors', code }),
        cells: [
          { shown: format.number(count), value: count },
          { shown: <Bar share={count / all}>{format.number(count / all, { style: 'percent' })}</Bar>, value: count / all },
        ],
      }))}
    />
  )
}
