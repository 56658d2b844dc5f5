import { Skeleton } from '@/components/ui/skeleton'
import { ROW_HEIGHT } from './approval-row'

export function ListSkeleton() {
  return (
    <div aria-hidden className="flex min-w-0 flex-1 flex-col border-line bg-panel lg:border-e">
      <div className="border-b border-line px-4 pt-4 pb-3">
        <Skeleton className="mb-4 w-48" />
        <Skeleton className="h-6 w-72 rounded-full" />
      </div>
      {Array.from({ length: 8 }, (_, row) => (
        <div key={row} className="grid grid-cols-[4px_1fr] content-start gap-x-3 gap-y-2 border-b border-line px-4 py-3.5" style={{ height: ROW_HEIGHT }}>
          <Skeleton className="row-span-3 h-full" />
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
          <Skeleton className="w-1/3" />
        </div>
      ))}
    </div>
  )
}
