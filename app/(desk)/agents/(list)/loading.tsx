import { Page } from '@/components/ui/page-header'
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton'

export default function AgentsLoading() {
  return (
    <Page>
      <Skeleton className="mb-6 h-6 w-40" />
      <SkeletonRows rows={10} />
    </Page>
  )
}
