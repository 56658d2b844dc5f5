import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn'

const tag = cva('inline-flex h-[18px] items-center gap-1 rounded-sm px-[7px] text-11 font-semibold whitespace-nowrap', {
  variants: {
    tone: {
      neutral: 'bg-bg text-ink-2 inset-ring inset-ring-line',
      accent: 'bg-accent-soft text-accent',
      ok: 'bg-ok-soft text-ok',
      warn: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
      crit: 'bg-crit-soft text-crit',
    },
  },
  defaultVariants: { tone: 'neutral' },
})
export type Tone = NonNullable<VariantProps<typeof tag>['tone']>

/** Its words carry the meaning; the tone only repeats it. */
export function Tag({ tone, className, children }: { tone?: Tone; className?: string; children: ReactNode }) {
  return <span className={cn(tag({ tone }), className)}>{children}</span>
}
