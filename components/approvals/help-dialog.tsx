'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useQueue } from './queue-context'

/** Every key there is, in the order in which one meets them. */
const GROUPS = {
  list: [['J', 'next'], ['K', 'previous'], ['/', 'search']],
  decide: [['A', 'approve'], ['E', 'edit'], ['M', 'reply'], ['R', 'reject'], ['1–9', 'reason'], ['S', 'snooze']],
  together: [['X', 'select'], ['⇧X', 'range'], ['⇧A', 'all'], ['Esc', 'clear']],
  more: [['?', 'help']],
} as const

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('approvals.help')
  const { hotkeys } = useQueue()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('title')} description={t.rich(hotkeys ? 'about' : 'off', { link: (text) => <Link href="/account" className="underline underline-offset-2">{text}</Link> })} className="max-w-[560px]">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <section key={group}>
            <h3 className="mb-2 text-12 font-semibold text-ink-3">{t(`groups.${group}`)}</h3>
            <dl className="m-0 grid grid-cols-[44px_1fr] gap-y-2 text-13">
              {GROUPS[group].map(([key, name]) => (
                <div key={key} className="contents">
                  <dt><Kbd>{key}</Kbd><span className="sr-only">{key}</span></dt>
                  <dd className="m-0 text-ink-2">{t(`keys.${name}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
