import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { cache, Suspense } from 'react'
import { requirePage } from '@/app/page-context'
import { Notice } from '@/components/actions/notice'
import { foldedClaims } from '@/components/approvals/claims'
import { DecisionBar } from '@/components/approvals/decision-bar'
import { ApprovalDocument } from '@/components/approvals/document'
import { Evidence } from '@/components/approvals/evidence'
import { DocumentHead } from '@/components/approvals/document-head'
import { ReadGate } from '@/components/approvals/read-gate'
import { Skeleton } from '@/components/ui/skeleton'
import { argumentRows } from '@/lib/approvals/document'
import { ineligible } from '@/lib/approvals/eligible'
import { showApproval, type ApprovalDetail } from '@/lib/approvals/show'
import type { Session } from '@/lib/auth/session'
import { can } from '@/lib/auth/permissions'
import { hasPasskey } from '@/lib/passkeys/queries'
import { isPlain } from '@/lib/text/visible'
import { beginStepUp, decideApproval, previewApprovalEdit, retractApproval } from '../actions'
import { Comments, Record, Triage } from './beside'

interface Props {
  params: Promise<{ id: string }>
}

const load = cache(async (id: string) => {
  const { session, ctx } = await requirePage('approvals.read')
  const [approval, passkey] = await Promise.all([showApproval(ctx, id), hasPasskey(ctx)])
  return { session, ctx, approval, passkey }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { approval } = await load((await params).id)
  if (!approval) return {}
  const name = ((await getLocale()) === 'he' && approval.actionNameHe) || approval.actionName
  // A tab cannot draw badges: a name that hides something is left out of it.
  return { title: isPlain(name) ? name : approval.toolId }
}

export default async function ApprovalPage({ params }: Props) {
  const { session, ctx, approval, passkey } = await load((await params).id)
  if (!approval) notFound()
  const critical = approval.trustLevel >= 4
  const decides = can(session.roles, 'approvals.decide')
  const rows = approval.intact ? argumentRows(approval.parameters, approval.amountPath) : null
  const folded = [...(rows ?? []).filter((row) => row.folded).map((row) => `args/${row.key}`), ...foldedClaims(approval)]
  return (
    <ReadGate key={approval.id} about={approval.actionHash} parts={approval.status === 'pending' ? folded : []}>
      <div className="flex min-h-full flex-col">
        <DocumentHead status={approval.status} expiresAt={approval.expiresAt.getTime()} />
        {approval.state === 'unknown' && <NobodyKnows actionId={approval.actionId} />}
        {/* Anew after an edit: its folds are closed again. */}
        <ApprovalDocument
          key={approval.actionHash}
          approval={approval}
          rows={rows}
          triage={<Suspense><Triage ctx={ctx} approval={approval} decides={decides} /></Suspense>}
          record={<Suspense fallback={<Skeleton className="mb-6 h-32" />}><Record ctx={ctx} approval={approval} /></Suspense>}
          comments={<Suspense><Comments ctx={ctx} approval={approval} decides={decides} /></Suspense>}
        />
        {can(session.roles, 'audit.read') && <Evidence approvalId={approval.id} />}
        <DecisionBar
          approval={editable(approval)}
          expiresAt={approval.expiresAt.getTime()}
          holdMs={approval.holdMs}
          resolution={resolutionOf(approval, session)}
          barred={barredFrom(approval, session) ?? (critical && !passkey ? 'no_passkey' : null)}
          agentEnabled={approval.agentEnabled}
          decide={decideApproval}
          preview={previewApprovalEdit}
          beginStepUp={critical ? beginStepUp : null}
          retract={retractApproval}
        />
      </div>
    </ReadGate>
  )
}

async function NobodyKnows({ actionId }: { actionId: string }) {
  const t = await getTranslations('actions.notice')
  return (
    <Notice label={t('label')} tone="warn">
      {t('approval')} <Link href={`/actions/${actionId}`}>{t('approvalLink')}</Link>
    </Notice>
  )
}

const editable = ({ id, actionHash: hash, parameters, inputSchema, amountPath, currency, riskScore, riskLevel, votes, required }: ApprovalDetail) =>
  ({ id, hash, parameters, inputSchema, amountPath, currency, riskScore, riskLevel, votes, required })

/** A courtesy: `decide` asks the same questions again on the locked row. */
function barredFrom(approval: ApprovalDetail, { user, roles }: Session) {
  if (!approval.intact) return 'broken'
  if (!can(roles, 'approvals.decide')) return 'no_role'
  const why = ineligible({ id: user.id, ownerId: approval.ownerId, principalId: approval.onBehalfOf, inGroup: approval.inGroup, hasVoted: approval.hasVoted })
  return why && approval.voters === 0 ? 'nobody' : why
}

function resolutionOf(approval: ApprovalDetail, { user }: Session) {
  const { status, state, resolvedBy, resolvedAt, startableAt } = approval
  if (status === 'pending' || !resolvedAt) return null
  const last = approval.decisions.findLast((decision) => decision.decidedBy === resolvedBy)
  const person = resolvedBy && !resolvedBy.startsWith('system:') && status !== 'cancelled'
  return {
    status,
    state,
    by: person ? (last?.name ?? resolvedBy) : null,
    voided: approval.voided,
    automatic: resolvedBy === 'system:auto-approve',
    at: resolvedAt.getTime(),
    undoUntil: state === 'approved' && resolvedBy === user.email && startableAt ? startableAt.getTime() : null,
  }
}
