import { getFormatter, getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { TimeBrush } from '@/components/audit/time-brush'
import { histogram } from '@/lib/audit/histogram'
import { writeMoment } from '@/lib/audit/time'
import type { Part } from './part'
import { auditHref } from './search-params'

/** Entries over the whole window; what is brushed is marked. */
export async function Timeline({ ctx, scope, address, asked: { window, span, whole } }: Part) {
  const [t, format, found] = await Promise.all([getTranslations('audit.time'), getFormatter(), histogram(ctx.workspace, scope, whole)])
  const { from, until } = window
  const barOf = (at: Date) => Math.floor((at.getTime() - from.getTime()) / found.widthMs)
  const chosen: [number, number] | null = span && [barOf(span.from), barOf(new Date(span.until.getTime() - 1))]
  const said = (at: Date) => format.dateTime(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' })
  const link = 'text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current'
  return (
    <div className="mt-3.5">
      <TimeBrush histogram={found} from={from} until={until} chosen={chosen} href={auditHref(address, { span: null })} />
      {(span || found.countedTo) && (
        <p className="mt-1 flex flex-wrap gap-x-3 text-12 text-ink-2">
          {span && (
            <>
              <bdi className="nums font-medium text-ink">{t('span', { from: said(span.from), until: said(span.until) })}</bdi>
              <Link href={auditHref(address, { span: null, period: 'custom', from: writeMoment(span.from), to: writeMoment(span.until) })} prefetch={false} scroll={false} className={link}>{t('zoom')}</Link>
              <Link href={auditHref(address, { span: null })} prefetch={false} scroll={false} className={link}>{t('clear')}</Link>
            </>
          )}
          {found.countedTo && <span>{t('countedTo', { time: said(found.countedTo) })}</span>}
        </p>
      )}
    </div>
  )
}
