/** A small word under a chart that does something; large enough to hit. */
export const quiet = 'inline-flex min-h-6 min-w-6 items-center rounded-sm text-ink-3 underline-offset-3 hover:text-ink hover:underline'
