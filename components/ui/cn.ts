import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: {
    theme: { text: ['11', '12', '13', '14', '15', '16', '20', '22', '24'], radius: ['control', 'card'], shadow: ['card', 'pop'] },
  },
})

/** Joins class names; the last of two that fight wins. */
export const cn = (...classes: ClassValue[]) => merge(clsx(classes))
