import { cva, type VariantProps } from 'class-variance-authority'

export const buttonStyles = cva(
  'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-control border font-medium transition-colors select-none no-underline disabled:opacity-50 aria-disabled:opacity-60 data-disabled:opacity-50',
  {
    variants: {
      variant: {
        primary: 'border-ink bg-ink text-bg hover:not-disabled:bg-ink/88',
        secondary: 'border-line-strong bg-raised text-ink hover:not-disabled:bg-hover',
        danger: 'border-line-strong bg-raised text-bad hover:not-disabled:bg-bad-soft',
        destructive: 'border-bad bg-bad text-bg hover:not-disabled:bg-bad/90',
        ghost: 'border-transparent bg-transparent text-ink-2 hover:not-disabled:bg-hover hover:not-disabled:text-ink',
        link: 'border-transparent bg-transparent text-accent underline-offset-3 hover:not-disabled:underline',
      },
      size: {
        sm: 'gap-1.5 px-[11px] py-[4.5px] text-13',
        md: 'gap-2 px-[13px] py-[6.5px] text-14',
        lg: 'min-h-[46px] gap-2 rounded-[9px] px-4 text-16',
      },
    },
    compoundVariants: [{ variant: 'link', class: 'px-0 py-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)
export type ButtonStyle = VariantProps<typeof buttonStyles>
