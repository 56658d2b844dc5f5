import { cn } from '@/components/ui/cn'

export function BrandMark({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cn('grid size-[22px] shrink-0 place-items-center rounded-md bg-ink text-12 font-bold text-bg', className)}>
      C
    </span>
  )
}

export function Brand({ className }: { className?: string }) {
  return (
    <span className={cn('flex items-center gap-[9px] font-bold tracking-[-.01em]', className)} translate="no">
      <BrandMark />
      Countersign
    </span>
  )
}
