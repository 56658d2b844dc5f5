/** Every overlay appears within 120 ms and leaves at once. */
const surface =
  'border-line text-ink shadow-pop outline-none transition-[opacity,translate,scale] duration-[120ms] starting:opacity-0'
const modal = `fixed p-0 ${surface} backdrop:bg-(--scrim)`

export const centred = `${modal} m-auto w-[calc(100%-32px)] max-h-[calc(100dvh-32px)] overflow-y-auto rounded-card border bg-raised starting:scale-98 max-sm:mb-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none`

export const edge = `${modal} inset-y-0 m-0 h-dvh max-h-none max-w-full bg-panel`

export const floating = `m-0 inset-auto rounded-card border bg-raised ${surface}`
