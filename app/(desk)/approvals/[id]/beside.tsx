import { CommentForm } from '@/components/approvals/comments'
import { CommentThread } from '@/components/approvals/comment-thread'
import { LastAlike, ThisAgent } from '@/components/approvals/record'
import { TriageBar } from '@/components/approvals/lazy-triage-bar'
import { assignable } from '@/lib/approvals/assign'
import { listComments } from '@/lib/approvals/comment'
import { agentRecord, lastAlike } from '@/lib/approvals/record'
import type { ApprovalDetail } from '@/lib/approvals/show'
import type { Ctx } from '@/lib/context'
import { assignApproval, commentApproval, snoozeApproval } from '../triage-actions'

interface Of {
  ctx: Ctx
  approval: ApprovalDetail
}

/** Whose it is and who looks at it. */
export async function Triage({ ctx, approval, decides }: Of & { decides: boolean }) {
  const pending = approval.status === 'pending'
  return (
    <TriageBar
      approvalId={approval.id}
      pending={pending}
      expiresAt={approval.expiresAt.getTime()}
      assignee={approval.assignee}
      assignable={pending && decides ? await assignable(ctx, approval.id) : []}
      snoozedUntil={approval.snoozedUntil?.getTime() ?? null}
      assign={assignApproval}
      snooze={snoozeApproval}
    />
  )
}

/** How the like of it ended, and how this agent does. */
export async function Record({ ctx, approval }: Of) {
  const [alike, record] = await Promise.all([lastAlike(ctx, approval), agentRecord(ctx, approval.agentId)])
  return (
    <div className="mb-6 grid items-start gap-4 sm:grid-cols-2">
      <LastAlike alike={alike} />
      <ThisAgent agentId={approval.agentId} record={record} />
    </div>
  )
}

export async function Comments({ ctx, approval, decides }: Of & { decides: boolean }) {
  return (
    <CommentThread comments={await listComments(ctx, approval.id)}>
      {decides && <CommentForm approvalId={approval.id} action={commentApproval} />}
    </CommentThread>
  )
}
