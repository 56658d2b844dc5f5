/** Shared by input, textarea and select. The border meets 3:1, as WCAG 1.4.11 asks of a control. */
export const controlStyles =
  'w-full rounded-control border border-control bg-raised text-ink placeholder:text-ink-3 transition-colors hover:not-disabled:border-ink-2 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-bad'
