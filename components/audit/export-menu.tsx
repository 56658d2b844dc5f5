'use client'
import { Download, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'

/** A plain form post: the browser saves the answer, and the page stays where it is. */
export function ExportMenu({ fields }: { fields: Readonly<Record<string, string | null>> }) {
  const t = useTranslations('audit')
  return (
    <Popover
      align="end"
      title={t('exportTitle')}
      trigger={
        <Button size="sm">
          <Download aria-hidden className="size-3.5" />
          {t('export')}
        </Button>
      }
    >
      <p className="mb-3 text-ink-2">{t('exportText')}</p>
      <form method="post" action="/api/audit/export" className="flex gap-2">
        {Object.entries(fields).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
        <Button type="submit" size="sm" name="format" value="csv">CSV</Button>
        <Button type="submit" size="sm" name="format" value="ndjson">NDJSON</Button>
      </form>
      <p className="mt-4 mb-1.5 border-t border-line pt-3 font-semibold">{t('evidence')}</p>
      <p className="mb-3 text-ink-2">{t('evidenceText')}</p>
      <form method="post" action="/api/audit/evidence">
        {['period', 'from', 'to', 'span'].map((name) => typeof fields[name] === 'string' && <input key={name} type="hidden" name={name} value={fields[name]} />)}
        <Button type="submit" size="sm">
          <ShieldCheck aria-hidden className="size-3.5" />
          {t('evidenceGet')}
        </Button>
      </form>
    </Popover>
  )
}
