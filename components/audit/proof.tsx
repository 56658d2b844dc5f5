'use client'
import { Download, ShieldCheck } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyles } from '@/components/ui/button-styles'
import { Spinner } from '@/components/ui/spinner'
import type { Place } from '@/lib/audit/place'
import type { AuditEntry } from '@/lib/audit/queries'
import type { ServedProof } from '@/lib/audit/served-proof'
import type { ProofResult } from './check-proof'
import { ProofSteps } from './proof-steps'

type Problem = 'insecure' | 'unsupported' | 'failed' | 'waiting' | 'missing'

/** Where the entry is in the signed log, and the check of it by this very browser. */
export function Proof({ entry, place }: { entry: AuditEntry; place: Place }) {
  const t = useTranslations('audit.proof')
  const format = useFormatter()
  return (
    <section className="mb-[18px]" aria-label={t('title')}>
      <h3 className="mb-1.5 text-12 font-semibold text-ink-3">{t('title')}</h3>
      {place.state === 'placed' ? (
        <>
          <dl className="mb-3 grid grid-cols-[104px_minmax(0,1fr)] gap-x-3 gap-y-[7px] text-13">
            <dt className="text-ink-3">{t('position')}</dt>
            <dd className="nums">{t('positionOf', { index: place.index, size: place.size })}</dd>
            <dt className="text-ink-3">{t('origin')}</dt>
            <dd className="font-mono text-12 break-all">
              <bdi dir="ltr">{`countersign/${entry.workspace}`}</bdi>
            </dd>
            <dt className="text-ink-3">{t('at')}</dt>
            <dd>
              <time dateTime={place.at.toISOString()} className="nums">{format.dateTime(place.at, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC', hourCycle: 'h23' })} UTC</time>
            </dd>
          </dl>
          {/* Another entry in the same pane starts unchecked. */}
          <Check key={entry.id} entry={entry} />
        </>
      ) : (
        <p className={place.state === 'missing' ? 'text-13 text-bad' : 'text-13 text-ink-2'}>{t(place.state)}</p>
      )}
    </section>
  )
}

function Check({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit.proof')
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<ProofResult | Problem | null>(null)

  async function verify() {
    setBusy(true)
    setFound(await findOut(entry))
    setBusy(false)
  }

  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={verify} disabled={busy}>
          {busy ? <Spinner /> : <ShieldCheck aria-hidden className="size-3.5" />}
          {t(busy ? 'checking' : found ? 'again' : 'verify')}
        </Button>
        <a href={`/api/audit/receipt?entry=${entry.id}`} download className={buttonStyles({ variant: 'ghost', size: 'sm' })}>
          <Download aria-hidden className="size-3.5" />
          {t('receipt')}
        </a>
      </div>
      <div role="status">
        {typeof found === 'string' && <p className="mt-3 text-13 text-bad">{t(found)}</p>}
        {found && typeof found === 'object' && <ProofSteps result={found} />}
      </div>
    </>
  )
}

async function findOut(entry: AuditEntry): Promise<ProofResult | Problem> {
  if (!globalThis.crypto?.subtle) return 'insecure'
  try {
    const response = await fetch(`/api/audit/proof?entry=${entry.id}`, { cache: 'no-store' })
    if (!response.ok) return 'failed'
    const proof = (await response.json()) as ServedProof | { state: 'waiting' | 'missing' }
    if (proof.state !== 'placed') return proof.state
    const { checkProof } = await import('./check-proof')
    return await checkProof(entry, proof)
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError' ? 'unsupported' : 'failed'
  }
}
