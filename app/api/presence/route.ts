import { answer, defineRoute } from '@/app/define-route'
import { AppError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { look } from '@/lib/live/presence'

/** The reader looks at an approval, or stops looking; who else does. */
export const POST = defineRoute('approvals.read', async (ctx, request) => {
  const form = await request.formData().catch(() => null)
  const approvalId = form?.get('approval')
  if (typeof approvalId !== 'string' || !isId(approvalId)) throw new AppError('invalid', 'Which approval?', { errors: [{ path: '/approval', message: 'required' }] })
  return answer({ people: await look(ctx, { approvalId, leaves: form?.has('leaves') ?? false }) })
})
