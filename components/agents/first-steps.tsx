'use client'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { NameAndId } from './agent-fields'
import type { NewKey } from './create-key'
import { curlLine } from './curl'
import { KeyShown } from './key-shown'

export interface FirstAgent extends NewKey {
  agentId: string
}

interface FirstStepsProps {
  gateway: string
  /** Left out for those who may not create agents: they read what an admin will do. */
  action?: FormAction<FirstAgent>
  /** The button that starts the demo, with its own words. */
  demo?: ReactNode
}

/** An empty desk: connect an agent in one step, or watch ten of them at work. */
export function FirstSteps({ gateway, action, demo }: FirstStepsProps) {
  const t = useTranslations('agents.first')
  const [made, setMade] = useState<FirstAgent | null>(null)
  return (
    <div className="max-w-[880px] py-2">
      <h2 className="text-20 font-semibold tracking-[-.02em]">{t('title')}</h2>
      <p className="mt-1 max-w-[40em] text-ink-2">{t('about')}</p>
      <div className={demo ? 'mt-6 grid items-start gap-4 lg:grid-cols-[1.4fr_1fr]' : 'mt-6 max-w-[560px]'}>
        <Card className="min-w-0 p-5">
          <h3 className="text-15 font-semibold">{t(made ? 'madeTitle' : 'connectTitle', { id: made?.agentId ?? '' })}</h3>
          <p className="mt-1 mb-4 text-13 text-ink-2">{t(made ? 'madeAbout' : action ? 'connectAbout' : 'askAdmin')}</p>
          {made && (
            <>
              <KeyShown secret={made.secret} curl={curlLine(gateway, made.secret, made.scopes)} />
              <div className="mt-5 flex flex-wrap gap-2">
                <ButtonLink href="/approvals" variant="primary">{t('toApprovals')}</ButtonLink>
                <ButtonLink href={`/agents/${made.agentId}/settings`}>{t('toSettings')}</ButtonLink>
              </div>
            </>
          )}
          {!made && action && (
            <ActionForm action={action} onSuccess={setMade}>
              <NameAndId />
              <SubmitButton className="self-start">{t('submit')}</SubmitButton>
            </ActionForm>
          )}
        </Card>
        {demo && (
          <Card className="min-w-0 p-5">
            <h3 className="text-15 font-semibold">{t('demoTitle')}</h3>
            <p className="mt-1 mb-4 text-13 text-ink-2">{t('demoAbout')}</p>
            {demo}
          </Card>
        )}
      </div>
    </div>
  )
}
