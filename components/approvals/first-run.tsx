import { useTranslations } from 'next-intl'
import { StartDemoButton } from '@/components/demo/start-demo-button'
import type { FormAction } from '@/components/ui/action-result'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'

/** No agent ever asked: what to do about that, instead of an empty list. `startDemo` is left out for those who may not. */
export function FirstRun({ startDemo }: { startDemo?: FormAction }) {
  const t = useTranslations('approvals.firstRun')
  return (
    <div data-first-run className="mx-auto max-w-[720px] px-5 py-10 lg:pt-[14vh]">
      <h2 className="text-20 font-semibold tracking-[-.02em]">{t('title')}</h2>
      <p className="mt-1 text-ink-2">{t(startDemo ? 'text' : 'askAdmin')}</p>
      {startDemo && (
        <div className="mt-6 grid gap-4 sm:grid-cols-2">
          <Card className="flex flex-col items-start p-5">
            <h3 className="text-15 font-semibold">{t('demoTitle')}</h3>
            <p className="mt-1 mb-4 flex-1 text-13 text-ink-2">{t('demoText')}</p>
            <StartDemoButton action={startDemo} primary />
          </Card>
          <Card className="flex flex-col items-start p-5">
            <h3 className="text-15 font-semibold">{t('agentTitle')}</h3>
            <p className="mt-1 mb-4 flex-1 text-13 text-ink-2">{t('agentText')}</p>
            <ButtonLink href="/agents">{t('agentAction')}</ButtonLink>
          </Card>
        </div>
      )}
    </div>
  )
}
