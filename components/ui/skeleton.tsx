import { cn } from './cn'

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-3.5 animate-pulse rounded-sm bg-line motion-reduce:animate-none', className)} />
}

/** Lines of different length, as text would be. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  const widths = ['w-11/12', 'w-4/5', 'w-full', 'w-2/3', 'w-3/4']
  return (
    <span aria-hidden className="flex flex-col gap-2.5">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={widths[line % widths.length]} />
      ))}
    </span>
  )
}

export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-hidden className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-4 py-3">
          <Skeleton className="w-24" />
          <Skeleton className="w-2/5" />
          <Skeleton className="ms-auto w-16" />
        </div>
      ))}
    </div>
  )
}
