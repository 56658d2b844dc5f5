import { cn } from './cn'

/** A key on the keyboard. Hidden where there is none. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'rounded-[4px] border border-current px-[5px] font-sans text-11 leading-4 font-semibold opacity-60 pointer-coarse:hidden',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
