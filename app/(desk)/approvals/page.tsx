import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requirePage } from '@/app/page-context'
import { PickOne } from '@/components/approvals/pick-one'
import { FirstSteps } from './first-steps'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('approvals.list')
  return { title: t('pageTitle') }
}

/** Nothing is open yet: the list is beside this on wide screens, and instead of it on narrow ones. */
export default async function ApprovalsPage() {
  const { ctx } = await requirePage('approvals.read')
  return <FirstSteps ctx={ctx} otherwise={<PickOne />} />
}
