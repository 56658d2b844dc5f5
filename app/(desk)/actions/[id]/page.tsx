import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { ActionFacts } from '@/components/actions/facts'
import { Outcome } from '@/components/actions/outcome'
import { SettlePanel } from '@/components/actions/settle-panel'
import { StateTag } from '@/components/actions/state-tag'
import { ArgumentsTable } from '@/components/approvals/arguments-table'
import { Broken } from '@/components/approvals/broken'
import { LevelTag, RiskTag } from '@/components/approvals/level-tags'
import { Trace } from '@/components/approvals/trace'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Page, PageHeader } from '@/components/ui/page-header'
import { VisibleText } from '@/components/ui/visible-text'
import { LOWEST_SETTLED } from '@/lib/actions/settle'
import { showAction, type ActionDetail } from '@/lib/actions/show'
import { argumentRows } from '@/lib/approvals/document'
import { ineligible } from '@/lib/approvals/eligible'
import { can } from '@/lib/auth/permissions'
import type { Session } from '@/lib/auth/session'
import { isPlain } from '@/lib/text/visible'
import { settleAction } from '../actions'

interface Props {
  params: Promise<{ id: string }>
}

const STARTED: readonly ActionDetail['state'][] = ['executing', 'succeeded', 'failed', 'unknown']

const load = cache(async (id: string) => {
  const { session, ctx } = await requirePage('approvals.read')
  const action = await showAction(ctx, id)
  if (!action) notFound()
  return { session, action, name: ((await getLocale()) === 'he' && action.actionNameHe) || action.actionName }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { action, name } = await load((await params).id)
  // A tab cannot draw badges: a name that hides something is left out of it.
  return { title: isPlain(name) ? name : action.toolId }
}

export default async function ActionPage({ params }: Props) {
  const { session, action, name } = await load((await params).id)
  const [t, words] = await Promise.all([getTranslations('actions'), getTranslations('approvals')])
  const { amount, currency, state } = action
  return (
    <AreaMessages areas={['actions', 'approvals']}>
      <Page>
        <PageHeader
          crumbs={<><Link href="/approvals">{words('list.pageTitle')}</Link><span aria-hidden>/</span>{t('action')}</>}
          title={<VisibleText text={name} />}
          tags={<><StateTag state={state} /><LevelTag level={action.trustLevel} /><RiskTag score={action.riskScore} level={action.riskLevel} /></>}
          description={<><VisibleText text={action.agentId} />{action.onBehalfOfName && <> {t('behalf', { name: action.onBehalfOfName })}</>}</>}
        />
        <div className="grid max-w-[1120px] gap-x-10 lg:grid-cols-[minmax(0,1fr)_336px]">
          <div className="min-w-0">
            {state === 'unknown' && action.trustLevel >= LOWEST_SETTLED && (
              <SettlePanel actionId={action.id} barred={barredFrom(action, session)} settle={settleAction} />
            )}
            <Section title={t('became')}><Outcome action={action} /></Section>
            <Section title={t(STARTED.includes(state) ? 'ran' : 'asked')}>
              {action.intact ? (
                <ArgumentsTable rows={argumentRows(action.args, action.amountPath)} amount={amount !== null && currency ? { value: amount, currency } : null} />
              ) : (
                <Broken />
              )}
            </Section>
            <Section title={t('verdict')}><Trace steps={action.trace} /></Section>
          </div>
          <div className="min-w-0">
            <nav aria-label={t('links')} className="mb-6 flex flex-wrap gap-2">
              {action.approvalId && <ButtonLink size="sm" href={`/approvals/${action.approvalId}`}>{t('openApproval')}</ButtonLink>}
              <ButtonLink size="sm" href={`/audit?q=action:${action.id}`}>{t('openAudit')}</ButtonLink>
              <ButtonLink size="sm" href={`/agents/${encodeURIComponent(action.agentId)}`}>{t('openAgent')}</ButtonLink>
            </nav>
            <Section title={t('facts')}><ActionFacts action={action} /></Section>
          </div>
        </div>
      </Page>
    </AreaMessages>
  )
}

/** A courtesy: `settle` asks the same questions again on the locked row. */
function barredFrom({ ownerId, onBehalfOf }: ActionDetail, { user, roles }: Session) {
  if (!can(roles, 'approvals.decide')) return 'no_role'
  const why = ineligible({ id: user.id, ownerId, principalId: onBehalfOf, inGroup: true, hasVoted: false })
  return why === 'owner' || why === 'principal' ? why : null
}
