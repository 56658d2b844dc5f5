import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'

/** The page's own shape, so that nothing jumps when the numbers arrive. */
export function MetricsSkeleton() {
  const panel = (height: string) => (
    <Card className="px-[18px] py-4">
      <Skeleton className="w-40" />
      <Skeleton className={`mt-6 ${height}`} />
    </Card>
  )
  return (
    <div aria-hidden className="flex flex-col gap-4">
      <Card className="grid grid-cols-2 lg:grid-cols-5">
        {Array.from({ length: 5 }, (_, tile) => (
          <div key={tile} className="flex flex-col gap-3 px-[18px] py-4">
            <Skeleton className="w-20" />
            <Skeleton className="h-6 w-24" />
            <Skeleton className="w-16" />
          </div>
        ))}
      </Card>
      <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
        {panel('h-56')}
        {panel('h-56')}
      </div>
    </div>
  )
}
